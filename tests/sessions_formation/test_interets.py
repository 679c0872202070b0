"""Interest: said by a training body, answered by the employer; each sees only its own."""

import pytest
from django.urls import reverse

from intentions.actions.interets import choisir_organisme
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche, Interet
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from referentiels.models import OrganismeFormation
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.interets import declarer_interet, retirer_interet
from tests.factories import comptes
from tests.factories.besoins import besoin_libre, interet
from tests.factories.scenario import LE, demande
from tests.factories.sessions import concurrent
from tests.simultane import ensemble

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def besoin(le_monde):
    return besoin_libre(le_monde, nom="Tôlerie Heulin", nombre_postes=2)


@pytest.fixture
def employeur(besoin):
    """Who acts for the employer of the need."""
    return comptes.employeur(besoin.employeur, prenom="Claire", nom="Heulin")


@pytest.fixture
def lui(le_monde):
    """Someone of another groupement, whose lot covers the same need."""
    return concurrent(le_monde)


def courriers(modele: str) -> list[str]:
    return list(Courrier.objects.filter(modele=modele).order_by("pk").values_list("destinataire", flat=True))


def page_de_l_interet(besoin) -> str:
    return reverse("besoins:interet", args=[besoin.pk])


def page_du_choix(besoin, choisi) -> str:
    return reverse("intentions:choisir_organisme", args=[besoin.pk, choisi.pk])


def messages(reponse) -> list[str]:
    return [str(message) for message in reponse.context["messages"]]


def test_dire_son_interet_previent_l_employeur_avec_de_quoi_choisir(odile, le_monde, besoin):
    reponse = odile.post(page_de_l_interet(besoin), {"message": "Nous formons à Cholet."})

    assert reponse.headers["Location"] == reverse("sessions:intention", args=[besoin.pk])
    dit = Interet.objects.get()
    assert (dit.organisme, dit.message) == (le_monde.cotraitant, "Nous formons à Cholet.")
    courrier = Courrier.objects.get(modele="interet_declare")
    assert courrier.destinataire == "claire@exemple.fr"
    assert courrier.contexte["chemin_choix"] == page_du_choix(besoin, dit)
    assert (courrier.contexte["interesse"], courrier.contexte["personne"]) == ("Formaloire Métiers", "Odile Charrier")


def test_un_second_clic_ne_le_dit_pas_deux_fois(odile, besoin):
    odile.post(page_de_l_interet(besoin), {"message": ""})

    reponse = odile.post(page_de_l_interet(besoin), {"message": ""}, follow=True)

    assert messages(reponse)[-1] == "Votre intérêt est déjà signalé : l’employeur a reçu vos coordonnées."
    assert (Interet.objects.count(), len(courriers("interet_declare"))) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_vingt_fois_au_meme_instant_ne_le_dit_qu_une_fois(le_monde, besoin):
    rendus = ensemble([lambda: interet(besoin, le_monde.au_cotraitant)] * 20)

    assert sorted(type(rendu).__name__ for rendu in rendus) == ["Interet"] + ["RegleViolee"] * 19
    assert len(courriers("interet_declare")) == 1


def test_un_message_trop_long_reste_a_l_ecran(odile, besoin):
    page = odile.post(page_de_l_interet(besoin), {"message": "x" * 601})

    assert list(page.context["form"].errors) == ["message"]
    assert "x" * 601 in page.content.decode()
    assert not Interet.objects.exists()


def test_une_intention_reservee_prise_ou_hors_des_lots_n_est_pas_a_soi(client, le_monde, besoin, lui):
    reservee = besoin_libre(le_monde, nom="Réservée", organisme_choisi=lui.rattachements.get().organisme)
    client.force_login(le_monde.au_cotraitant)

    assert client.get(page_de_l_interet(reservee)).status_code == 404
    reponse = client.post(page_de_l_interet(reservee), {"message": ""}, follow=True)
    assert messages(reponse)[-1].startswith("Cette intention n’est plus à prendre")
    with pytest.raises(IntentionEmbauche.DoesNotExist):
        interet(reservee, le_monde.au_cotraitant)
    with pytest.raises(IntentionEmbauche.DoesNotExist):
        interet(besoin, comptes.organisme())


def test_on_ne_dit_pas_l_interet_d_un_autre(le_monde, besoin):
    with pytest.raises(OrganismeFormation.DoesNotExist):
        declarer_interet(
            intention_id=besoin.pk,
            organisme_id=le_monde.mandataire.pk,
            message="",
            par=le_monde.au_cotraitant,
            le=LE,
        )


def test_qui_agit_pour_deux_organismes_dit_lequel(client, le_monde, besoin):
    personne = le_monde.au_cotraitant
    comptes.RattachementFactory(utilisateur=personne, pour_organisme=True, organisme=le_monde.mandataire)
    client.force_login(personne)

    assert list(client.post(page_de_l_interet(besoin), {"message": ""}).context["form"].errors) == ["organisme"]
    client.post(page_de_l_interet(besoin), {"message": "", "organisme": le_monde.mandataire.pk})
    assert Interet.objects.get().organisme == le_monde.mandataire


def test_retirer_son_interet_puis_le_redire(odile, le_monde, besoin):
    premier = interet(besoin, le_monde.au_cotraitant)
    retirer = reverse("besoins:interet_retirer", args=[premier.pk])

    for _ in range(2):
        assert odile.post(retirer).headers["Location"] == reverse("sessions:intention", args=[besoin.pk])
    assert not Interet.objects.actifs().exists()

    odile.post(page_de_l_interet(besoin), {"message": ""})
    assert Interet.objects.actifs().get() != premier


def test_on_ne_retire_pas_l_interet_d_un_autre(client, le_monde, besoin, lui, employeur):
    dit = interet(besoin, le_monde.au_cotraitant)
    retirer = reverse("besoins:interet_retirer", args=[dit.pk])

    for personne, code in ((lui, 404), (employeur, 403)):
        client.force_login(personne)
        assert client.post(retirer).status_code == code
    with pytest.raises(Interet.DoesNotExist):
        retirer_interet(interet_id=dit.pk, par=employeur)
    assert Interet.objects.actifs().get() == dit


def test_choisi_on_appelle_l_employeur_plutot_que_de_se_retirer(le_monde, besoin, employeur):
    dit = interet(besoin, le_monde.au_cotraitant)
    choisir_organisme(intention_id=besoin.pk, interet_id=dit.pk, par=employeur, le=LE)

    with pytest.raises(RegleViolee, match="appelez-le"):
        retirer_interet(interet_id=dit.pk, par=le_monde.au_cotraitant)


def test_un_organisme_ne_voit_pas_qui_d_autre_s_interesse(odile, le_monde, besoin, lui):
    interet(besoin, lui, message="Nous sommes les meilleurs.")

    for adresse in (reverse("sessions:intention", args=[besoin.pk]), reverse("sessions:intentions")):
        texte = odile.get(adresse).content.decode()
        assert [mot for mot in ("Sèvre et Maine", "Nous sommes les meilleurs.") if mot in texte] == []
    assert list(Interet.objects.visibles_pour(le_monde.au_cotraitant)) == []


def test_la_liste_de_l_organisme_dit_ce_qu_il_a_signale_et_s_y_restreint(odile, le_monde, besoin, lui):
    interet(besoin, le_monde.au_cotraitant)
    autre = besoin_libre(le_monde, nom="Métallerie", anciennete=5)
    interet(autre, lui)

    def lignes(**filtre):
        page = odile.get(reverse("sessions:intentions"), filtre)
        vues = [ligne["intention"] for ligne in page.context["lignes"]]
        return [(vue.employeur.nom, vue.interet_signale) for vue in vues]

    assert lignes() == [("Tôlerie Heulin", True), ("Métallerie", False)]
    assert lignes(sans_interet="on") == [("Métallerie", False)]


def test_l_employeur_lit_qui_s_interesse_et_en_choisit_un(client, le_monde, besoin, employeur, lui):
    premier, second = interet(besoin, le_monde.au_cotraitant), interet(besoin, lui)
    client.force_login(employeur)
    page = client.get(reverse("intentions:detail", args=[besoin.pk]))
    assert page.context["interets"] == [premier, second]
    confirmation = client.get(page_du_choix(besoin, second))
    assert confirmation.context["verbe"] == "Choisir Formation Sèvre et Maine"
    assert len(confirmation.context["effets"]) == 4
    besoin.refresh_from_db()
    assert besoin.organisme_choisi is None

    client.post(page_du_choix(besoin, second))

    besoin.refresh_from_db()
    assert (besoin.organisme_choisi, besoin.attend_depuis) == (second.organisme, LE)
    assert courriers("intention_adressee") == [second.organisme.courriel]
    assert courriers("interet_non_retenu") == [premier.organisme.courriel]
    assert besoin.historique.first().libelle == "Organisme choisi\N{NO-BREAK SPACE}: Formation Sèvre et Maine"


def test_choisir_deux_fois_le_meme_n_ecrit_qu_une_fois(client, le_monde, besoin, employeur):
    dit = interet(besoin, le_monde.au_cotraitant)
    client.force_login(employeur)

    for _ in range(2):
        client.post(page_du_choix(besoin, dit))

    assert len(courriers("intention_adressee")) == 1


def test_changer_d_avis_previent_celui_qui_etait_choisi(le_monde, besoin, employeur, lui):
    premier, second = interet(besoin, le_monde.au_cotraitant), interet(besoin, lui)
    choisir_organisme(intention_id=besoin.pk, interet_id=premier.pk, par=employeur, le=LE)

    choisir_organisme(intention_id=besoin.pk, interet_id=second.pk, par=employeur, le=LE)

    dernier = Courrier.objects.filter(modele="interet_non_retenu").order_by("pk").last()
    assert (dernier.destinataire, dernier.contexte["etait_choisi"]) == (premier.organisme.courriel, True)
    assert courriers("intention_adressee") == [premier.organisme.courriel, second.organisme.courriel]


def test_ouverte_a_tous_un_autre_peut_de_nouveau_le_dire(client, le_monde, besoin, employeur, lui):
    dit = interet(besoin, le_monde.au_cotraitant)
    choisir_organisme(intention_id=besoin.pk, interet_id=dit.pk, par=employeur, le=LE)
    client.force_login(employeur)
    page = client.get(reverse("intentions:detail", args=[besoin.pk])).content.decode()
    ouvrir = f"{reverse('intentions:actualite', args=[besoin.pk])}?reponse=ouvrir"
    assert f'href="{ouvrir}"' in page

    client.post(ouvrir, {"reponse": "ouvrir"})

    besoin.refresh_from_db()
    assert besoin.organisme_choisi is None
    assert interet(besoin, lui).organisme.nom == "Formation Sèvre et Maine"


def test_engagee_l_intention_ne_se_choisit_plus(client, le_monde, besoin, employeur, lui):
    dit = interet(besoin, lui)
    session = demande(le_monde, [besoin], effectif=2, equilibre_financier=True)
    demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)
    client.force_login(employeur)

    reponse = client.post(page_du_choix(besoin, dit), follow=True)

    assert "n’attend plus d’organisme" in messages(reponse)[-1]
    besoin.refresh_from_db()
    assert (besoin.statut, besoin.organisme_choisi) == (StatutIntention.ENGAGEE, None)


def test_un_interet_retire_ne_se_choisit_pas(client, le_monde, besoin, employeur):
    dit = interet(besoin, le_monde.au_cotraitant)
    retirer_interet(interet_id=dit.pk, par=le_monde.au_cotraitant)
    client.force_login(employeur)

    assert client.get(page_du_choix(besoin, dit)).status_code == 302
    reponse = client.post(page_du_choix(besoin, dit), follow=True)
    assert "a retiré son intérêt" in messages(reponse)[-1]


def test_on_ne_choisit_pas_pour_un_autre_employeur(client, le_monde, besoin):
    dit = interet(besoin, le_monde.au_cotraitant)

    for personne in (comptes.employeur(), le_monde.au_cotraitant):
        client.force_login(personne)
        assert client.post(page_du_choix(besoin, dit)).status_code == 404
        with pytest.raises(IntentionEmbauche.DoesNotExist):
            choisir_organisme(intention_id=besoin.pk, interet_id=dit.pk, par=personne, le=LE)


def test_l_interet_d_une_autre_intention_ne_se_choisit_pas(le_monde, besoin, employeur):
    ailleurs = interet(besoin_libre(le_monde, nom="Métallerie"), le_monde.au_cotraitant)

    with pytest.raises(RegleViolee):
        choisir_organisme(intention_id=besoin.pk, interet_id=ailleurs.pk, par=employeur, le=LE)


def test_un_organisme_sans_courriel_n_arrete_pas_le_choix(le_monde, besoin, employeur):
    dit = interet(besoin, le_monde.au_cotraitant)
    OrganismeFormation.objects.update(courriel="")

    choisir_organisme(intention_id=besoin.pk, interet_id=dit.pk, par=employeur, le=LE)

    assert IntentionEmbauche.objects.get().organisme_choisi == dit.organisme
    assert courriers("intention_adressee") == []
