"""The card of a training body's invoicing: checked, asked twice when the account changes, told to who could object."""

import pytest
from django.urls import reverse

from factures.models import EmetteurFactures
from noyau.courriers import Courrier
from tests.factories import comptes
from tests.factories.emission import IBAN, fiche
from tests.factories.referentiels import OrganismeFormationFactory

AUTRE_IBAN = "FR1420041010050500013M02606"


@pytest.fixture
def organisme(db):
    return OrganismeFormationFactory(nom="Compétences Ouest", courriel="contact@competences.example")


@pytest.fixture
def client_de(organisme, client):
    client.force_login(comptes.organisme(organisme, prenom="Marc", nom="Bodin"))
    return client


def poster(client, organisme, **champs):
    lue = EmetteurFactures.objects.filter(organisme=organisme).first()
    envoi = {
        "regime_tva": "exonere",
        "iban": "",
        "lu": lue.modifie_le.isoformat() if lue else "",
        **champs,
    }
    return client.post(reverse("factures:emetteur_de", args=[organisme.pk]), envoi)


def test_la_page_mene_a_la_fiche_de_son_organisme(client_de, organisme):
    page = client_de.get(reverse("factures:emetteur"))

    assert page.url == reverse("factures:emetteur_de", args=[organisme.pk])
    assert client_de.get(page.url).status_code == 200


def test_qui_agit_pour_deux_organismes_choisit(client_de, organisme):
    personne = organisme.rattachements.get().utilisateur
    autre = OrganismeFormationFactory(nom="Formaloire")
    personne.rattachements.create(role="organisme", organisme=autre, actif=True)

    page = client_de.get(reverse("factures:emetteur")).content.decode()

    assert [nom for nom in ("Compétences Ouest", "Formaloire") if nom in page] == ["Compétences Ouest", "Formaloire"]


def test_la_fiche_d_un_autre_n_existe_pas(client_de):
    autre = OrganismeFormationFactory()

    assert poster(client_de, autre).status_code == 404
    assert not EmetteurFactures.objects.exists()


def test_la_fiche_se_remplit_sans_compte(client_de, organisme):
    reponse = poster(client_de, organisme, regime_tva="assujetti", numero_tva="fr 44 732 829 320", service="Compta")

    assert reponse.status_code == 302
    ecrite = EmetteurFactures.objects.get()
    assert (ecrite.regime_tva, ecrite.numero_tva, ecrite.service) == ("assujetti", "FR44732829320", "Compta")
    assert not Courrier.objects.exists()


@pytest.mark.parametrize(
    ("champs", "champ"),
    [
        ({"iban": "FR7630006000011234567890188"}, "iban"),
        ({"numero_tva": "FR45732829320"}, "numero_tva"),
        ({"regime_tva": "assujetti"}, "numero_tva"),
        ({"regime_tva": ""}, "regime_tva"),
        ({"lu": "hier"}, "lu"),
    ],
)
def test_ce_qui_est_faux_est_dit_a_son_champ(client_de, organisme, champs, champ):
    page = poster(client_de, organisme, **champs)

    assert list(page.context["form"].errors) == [champ]
    assert not EmetteurFactures.objects.exists()


def test_un_nouveau_compte_se_confirme_puis_se_dit(client_de, organisme):
    fiche(organisme, courriel="factures@competences.example")
    champs = {"iban": "FR14 2004 1010 0505 0001 3M02 606", "courriel": "pirate@ailleurs.example"}

    page = poster(client_de, organisme, **champs)

    assert "Ce compte recevra les paiements" in page.content.decode()
    assert EmetteurFactures.objects.get().iban == IBAN
    assert poster(client_de, organisme, **champs, etape="revoir").context["form"]["iban"].value() == champs["iban"]

    assert poster(client_de, organisme, **champs, etape="confirmer").status_code == 302

    assert EmetteurFactures.objects.get().iban == AUTRE_IBAN
    lettres = Courrier.objects.filter(modele="compte_change").order_by("destinataire")
    # The addresses known before: the one just typed proves nothing.
    assert [lettre.destinataire for lettre in lettres] == [
        "contact@competences.example", "factures@competences.example",
    ]  # fmt: skip
    assert lettres[0].contexte["ancien"] == "FR76 •••• 0189"
    assert IBAN not in str(lettres[0].contexte)
    assert not lettres[0].groupable


def test_une_fiche_changee_entre_temps_ne_s_ecrase_pas(client_de, organisme):
    ecrite = fiche(organisme, service="Accueil")
    lu = ecrite.modifie_le.isoformat()
    ecrite.service = "Comptabilité"
    ecrite.save()

    page = poster(client_de, organisme, iban=IBAN, lu=lu, service="Autre")

    assert "entre-temps" in page.content.decode()
    ecrite.refresh_from_db()
    assert ecrite.service == "Comptabilité"


def test_l_agent_lit_la_fiche_sans_l_ecrire(client, organisme):
    ecrite = fiche(organisme)
    client.force_login(comptes.agent(prenom="Hélène", nom="Pasquier"))

    page = client.get(reverse("admin:factures_emetteurfactures_change", args=[ecrite.pk]))

    assert page.status_code == 200
    assert b'name="_save"' not in page.content
