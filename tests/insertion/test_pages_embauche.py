"""The pages on which an employer confirms a hire: by account, or by the link of the mail."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from insertion.models import Embauche
from insertion.queries.embauche import chemin_embauche
from noyau.courriers import Courrier
from parcours.queries.employeur import chemin_avis, courriel_du
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.html import choisir, lire, texte

pytestmark = pytest.mark.django_db
APRES = datetime(2027, 5, 10, 9, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def ce_jour():
    """Ten days after the end of the session."""
    with time_machine.travel(APRES, tick=False):
        yield


@pytest.fixture
def sorti(le_monde):
    return parcours_de(session_publiee(le_monde, 3), "termine", structure=le_monde.reseau)


def lien_de(parcours):
    return chemin_embauche(parcours, courriel_du(parcours))


def test_ouvrir_le_lien_ne_repond_pas_le_bouton_oui_et_une_seule_fois(client, sorti):
    lien = lien_de(sorti)
    page = texte(client.get(lien))
    assert [mot in page for mot in ("CDI, 35 h par semaine", "1er mai 2027", sorti.stagiaire.telephone)] == [
        True,
        True,
        False,
    ]
    assert not Embauche.objects.exists()

    premier = client.post(f"{lien}?reponse=oui")
    assert premier.headers["Location"] == f"{lien}?fait=1"
    assert Embauche.objects.get().ecarts == []

    second = client.post(f"{lien}?reponse=oui")
    assert second.headers["Location"] == f"{lien}?deja=1"
    assert "rien n’a été changé" in texte(client.get(f"{lien}?deja=1"))
    assert Embauche.objects.count() == 1


def test_un_autre_contrat_montre_les_ecarts_puis_se_corrige(client, sorti):
    lien = lien_de(sorti)
    saisie = {"contrat_type": "cdd", "debut": "03/05/2027", "duree_mois": "7", "heures_hebdo": "30,5"}
    client.post(f"{lien}?reponse=autre", saisie)
    page = texte(client.get(f"{lien}?fait=1"))
    assert [mot in page for mot in ("CDD 7 mois, 30,5 h par semaine", "au lieu de 35", "pas un reproche")] == [
        True
    ] * 3

    lue = Embauche.objects.get().le.isoformat()
    client.post(f"{lien}?reponse=non", {"raison": "refus", "lue": lue})
    assert Embauche.objects.values_list("embauche", "raison").get() == (False, "refus")
    client.post(f"{lien}?reponse=non", {"raison": "activite", "lue": (APRES - timedelta(days=1)).isoformat()})
    assert Embauche.objects.get().raison == "refus"


def test_ce_qui_manque_se_dit_au_champ_et_la_saisie_reste(client, sorti):
    saisie = {"contrat_type": "cdd", "debut": "3 mai", "duree_mois": "", "heures_hebdo": "31"}

    page = client.post(f"{lien_de(sorti)}?reponse=autre", saisie)

    assert set(page.context["form"].errors) == {"debut", "duree_mois"}
    assert page.context["form"]["heures_hebdo"].value() == "31"
    assert not Embauche.objects.exists()


def test_un_lien_abime_ou_d_un_ancien_contact_n_ouvre_rien(client, sorti):
    lien = lien_de(sorti)
    assert client.get(f"{lien[:-3]}x/").status_code == 404

    sorti.intention.contact_courriel = "nouvelle@entreprise.example"
    sorti.intention.save(update_fields=["contact_courriel"])
    assert client.get(lien).status_code == 404
    assert client.post(f"{lien}?reponse=oui").status_code == 404
    assert not Embauche.objects.exists()


def test_un_lien_d_avis_n_ouvre_pas_une_embauche(client, sorti):
    jeton = chemin_avis(sorti, courriel_du(sorti)).split("/")[-2]

    assert client.get(reverse("insertion:embauche_lien", args=[jeton])).status_code == 404


def test_un_lien_expire_se_renouvelle_en_un_clic_a_la_meme_adresse(client, sorti):
    lien = lien_de(sorti)
    with time_machine.travel(APRES + timedelta(days=31), tick=False):
        assert client.get(lien).status_code == 410
        renvoi = {"jeton": lien.split("/")[-2], "usage": "embauche"}
        assert client.post(reverse("parcours:nouveau_lien"), renvoi).status_code == 200
        [lettre] = Courrier.objects.filter(modele="lien_employeur")
        assert (lettre.destinataire, lettre.contexte["stagiaires"]) == (courriel_du(sorti), [sorti.stagiaire_id])
        assert client.get(lettre.contexte["chemin"]).status_code == 200


def test_les_donnees_effacees_ferment_le_lien(client, sorti):
    lien = lien_de(sorti)
    vides = dict.fromkeys(("nom", "prenom", "nom_normalise", "courriel", "telephone", "identifiant_ft"), "")
    type(sorti.stagiaire).objects.filter(pk=sorti.stagiaire_id).update(
        date_naissance=None, commune=None, efface_le=timezone.now(), **vides
    )

    assert client.get(lien).status_code == 404


def test_pendant_la_formation_la_page_dit_d_attendre(client, le_monde):
    parcours = parcours_de(session_publiee(le_monde, 1), "entre")

    assert "Rien à répondre pour l’instant" in texte(client.get(lien_de(parcours)))


@pytest.mark.parametrize("combien", [1, 3])
def test_les_listes_coutent_autant_pour_une_personne_que_pour_trois(
    client, le_monde, combien, django_assert_max_num_queries
):
    session = session_publiee(le_monde, 3)
    gens = [parcours_de(session, "termine") for _ in range(combien)]
    client.force_login(gens[0].intention.employeur.rattachements.get().utilisateur)
    for adresse in (reverse("insertion:embauches"), reverse("parcours:employeur")):
        with django_assert_max_num_queries(7):
            page = client.get(adresse)
        assert len(page.context["lignes"]) == combien


def test_depuis_le_compte_la_reponse_change_de_liste_et_la_lecture_est_notee(client, sorti):
    employeur = sorti.intention.employeur.rattachements.get().utilisateur
    client.force_login(employeur)
    page = reverse("insertion:embauche", args=[sorti.pk])
    assert client.get(page).status_code == 200
    client.post(f"{page}?reponse=oui")

    listes = [
        len(client.get(reverse("insertion:embauches") + suite).context["lignes"]) for suite in ("", "?voir=faites")
    ]
    assert listes == [0, 1]
    assert sorti.stagiaire.consultations.filter(par=employeur).count() == 1


def test_la_fiche_montre_l_embauche_a_chacun_et_les_ecarts_sans_l_organisme(client, sorti, le_monde):
    saisie = {"contrat_type": "cdd", "debut": "03/05/2027", "duree_mois": "7", "heures_hebdo": "35"}
    client.post(f"{lien_de(sorti)}?reponse=autre", saisie)

    pages = []
    for lecteur in (comptes.referent(le_monde.reseau), le_monde.au_cotraitant):
        client.force_login(lecteur)
        pages.append(texte(client.get(reverse("parcours:fiche", args=[sorti.pk]))))
    assert ["Embauche confirmée" in page for page in pages] == [True, True]
    assert ["au lieu de CDI" in page for page in pages] == [True, False]


def test_une_erreur_ne_fait_pas_oublier_ce_qui_avait_ete_lu(client, sorti):
    """Two tabs: what a colleague corrected meanwhile is not overwritten after a missing answer."""
    lien = lien_de(sorti)
    client.post(f"{lien}?reponse=oui")
    avant = (APRES - timedelta(days=1)).isoformat()

    [champ] = choisir(lire(client.post(f"{lien}?reponse=non", {"lue": avant}).text), "input[name=lue]")

    assert champ.get("value") == avant
    suite = client.post(f"{lien}?reponse=non", {"raison": "refus", "lue": avant})
    assert suite.headers["Location"] == f"{lien}?deja=1"
    assert client.post(f"{lien}?reponse=non", {"raison": "refus", "lue": "2027-13-45T99:00"}).status_code == 302
    assert Embauche.objects.get().embauche
