"""What is kept about a person: read by who follows it and by itself, taken away, never more than that."""

import io
import json
from datetime import date

import pypdf
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from comptes import liens
from comptes.liens import Usage
from insertion.actions.effacer import effacer_stagiaire
from insertion.models import Suivi
from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from parcours.models import Amenagement, NoteParcours
from stagiaires.models import Consultation
from tests.factories import comptes
from tests.factories.chaine import au
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import LE, monde
from tests.factories.stagiaires import StagiaireFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ce_jour():
    with au(LE):
        yield


@pytest.fixture
def le_monde(ce_jour):
    return monde()


@pytest.fixture
def parcours(le_monde):
    stagiaire = StagiaireFactory(
        structure=le_monde.reseau, prenom="Samira", nom="Lenoir", courriel="sam@boite.example"
    )
    parcours = parcours_de(session_publiee(le_monde, 1), "non_retenu", stagiaire=stagiaire, structure=le_monde.reseau)
    NoteParcours.objects.create(parcours=parcours, texte="Préfère le matin.", le=parcours.cree_le)
    Amenagement.objects.create(parcours=parcours, boe=True, mesures=["epreuves"], saisi_par=le_monde.agent)
    return parcours


@pytest.fixture
def referente(client, le_monde):
    personne = comptes.referent(le_monde.reseau, nom="Roussel", prenom="Nadia")
    client.force_login(personne)
    return personne


def lien(parcours, nom="donnees_lien", *suite):
    jeton = liens.jeton(Usage.DONNEES, parcours.stagiaire.courriel, objet=parcours.stagiaire_id)
    return reverse(f"insertion:{nom}", args=[jeton, *suite])


def test_la_page_dit_quand_tout_s_efface_et_qui_a_lu(client, referente, parcours):
    page = client.get(reverse("insertion:donnees", args=[parcours.pk]))

    assert page.context["terme"] == date(2027, 11, 23)
    texte = page.content.decode()
    assert "Effacées à partir du 23 novembre 2027" in texte
    assert "Roussel" in texte
    assert list(Consultation.objects.values_list("par", "page")) == [(referente.pk, "donnees")]


@pytest.mark.parametrize("combien", [1, 3])
def test_la_page_ne_coute_pas_plus_avec_plus_de_lectures(
    client, referente, parcours, combien, django_assert_max_num_queries
):
    for _ in range(combien):
        Consultation.objects.create(
            stagiaire=parcours.stagiaire, par=comptes.agent(), qualite="Région", page="fiche", le=parcours.cree_le
        )
    client.get(reverse("insertion:donnees", args=[parcours.pk]))

    with django_assert_max_num_queries(24):
        client.get(reverse("insertion:donnees", args=[parcours.pk]))


def test_la_copie_remise_par_la_structure_dit_tout_sauf_les_amenagements(client, referente, parcours):
    reponse = client.get(reverse("insertion:donnees_copie", args=[parcours.pk, "json"]))

    donnees = json.loads(reponse.content)["donnees"]
    assert donnees["Identité et coordonnées"][0]["Nom"] == "Lenoir"
    assert donnees["Notes"][0]["Texte"] == "Préfère le matin."
    assert "Besoins d’aménagement" not in donnees
    assert "Épreuves" not in reponse.content.decode()
    assert Consultation.objects.filter(page="export").count() == 1
    assert reponse.headers["Cache-Control"] == "private, no-store"


def test_la_copie_de_la_personne_elle_meme_dit_tout_en_pdf(client, parcours):
    reponse = client.get(lien(parcours, "donnees_lien_copie", "pdf"))

    texte = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(reponse.content)).pages)
    assert "Lenoir" in texte
    assert "Épreuves aménagées" in texte
    assert "Préfère le matin." in texte


def test_la_copie_se_demande_sans_insister(client, parcours):
    adresse = lien(parcours, "donnees_lien_copie", "json")

    assert [client.get(adresse).status_code for _ in range(13)] == [*[200] * 12, 429]


def test_la_personne_lit_par_son_lien_et_rien_n_est_change(client, parcours):
    page = client.get(lien(parcours))

    assert page.status_code == 200
    assert "Épreuves aménagées" in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert client.post(lien(parcours)).status_code == 405


def test_un_lien_d_une_personne_effacee_le_dit_gentiment(client, le_monde, parcours):
    adresse = lien(parcours)
    effacer_stagiaire(stagiaire_id=parcours.stagiaire_id, motif="demande", par=le_monde.agent)

    page = client.get(adresse)

    assert (page.status_code, "Il n’y a plus rien à montrer" in page.content.decode()) == (410, True)


def test_un_lien_perime_propose_d_en_demander_un_autre(client, parcours):
    adresse = lien(parcours)
    with au(date(2027, 1, 4)):
        page = client.get(adresse)

    assert page.status_code == 410
    assert 'value="sam@boite.example"' in page.content.decode()


@pytest.mark.parametrize(("saisi", "parti"), [("Sam@boite.example", 1), ("inconnu@boite.example", 0)])
def test_demander_son_lien_repond_la_meme_chose_a_tous(client, parcours, saisi, parti):
    page = client.post(reverse("insertion:donnees_demander"), {"courriel": saisi})

    assert "Regardez vos courriels" in page.content.decode()
    lettres = list(Courrier.objects.filter(modele="lien_donnees"))
    assert [lettre.destinataire for lettre in lettres] == ["sam@boite.example"] * parti
    if parti:
        assert lettres[0].contexte["stagiaires"] == [parcours.stagiaire_id]
        assert client.get(lettres[0].contexte["chemin"]).status_code == 200


def test_un_organisme_et_un_inconnu_n_ouvrent_pas_les_donnees(client, le_monde, parcours):
    client.force_login(le_monde.au_cotraitant)
    assert client.get(reverse("insertion:donnees", args=[parcours.pk])).status_code == 403
    client.force_login(comptes.referent())
    assert client.get(reverse("insertion:donnees", args=[parcours.pk])).status_code == 404


def test_la_fiche_d_une_personne_effacee_ne_demande_plus_rien(client, le_monde):
    stagiaire = StagiaireFactory(structure=le_monde.reseau)
    fini = parcours_de(session_publiee(le_monde, 1), "termine", stagiaire=stagiaire, structure=le_monde.reseau)
    suivi = Suivi.objects.create(parcours=fini, echeance=0, prevu_le=fini.sorti_le)
    client.force_login(le_monde.agent)
    fiche, page = reverse("parcours:fiche", args=[fini.pk]), reverse("insertion:suivi", args=[suivi.pk])
    assert page in client.get(fiche).text

    effacer_stagiaire(stagiaire_id=stagiaire.pk, motif="demande", par=le_monde.agent)

    lue = client.get(fiche).text
    assert (page in lue, "plus rien n’est demandé" in lue) == (False, True)
    assert "Ce qui est gardé" not in client.get(reverse("insertion:donnees", args=[fini.pk])).text


def test_effacer_avant_le_terme_demande_le_droit_une_raison_et_une_confirmation(client, le_monde, parcours):
    adresse = reverse("insertion:donnees_effacer", args=[parcours.pk])
    agent = comptes.agent(is_superuser=False)
    client.force_login(agent)
    assert client.get(adresse).status_code == 403
    lui_et_lire = Permission.objects.filter(codename__in=["effacer_stagiaire", "view_stagiaire"])
    agent.user_permissions.add(*lui_et_lire)

    assert "pour toujours" in client.get(adresse).content.decode()
    assert "Choisissez une raison" in client.post(adresse, {}).content.decode()
    page = client.post(adresse, {"motif": "demande"}, follow=True)

    assert "Ces données sont effacées depuis le" in page.content.decode()
    assert "Lenoir" not in page.content.decode()
    encore = client.post(adresse, {"motif": "demande"})
    assert "Ces données sont déjà effacées" in encore.content.decode()


def test_effacer_une_personne_en_formation_dit_pourquoi_non(client, le_monde):
    client.force_login(le_monde.agent)
    entre = parcours_de(session_publiee(le_monde, 1), "entre")

    page = client.get(reverse("insertion:donnees_effacer", args=[entre.pk])).content.decode()

    assert "L’organisme déclare d’abord sa sortie" in page


def test_le_handicap_n_est_ni_au_journal_ni_dans_un_courriel(parcours):
    mots = ("handicap", "RQTH", "obligation d’emploi", "aménag")
    journal = " ".join(f"{ligne.libelle} {ligne.motif}" for ligne in LigneJournal.objects.all())
    lettres = " ".join(str(lettre.contexte) for lettre in Courrier.objects.all())

    assert [mot for mot in mots if mot.lower() in (journal + lettres).lower()] == []
