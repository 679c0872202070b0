"""The public calculator: the same code as a request, in anybody's browser."""

from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories.referentiels import loi_en_vigueur

pytestmark = pytest.mark.django_db
TOUT = {
    "dispositif": "pef", "heures": "200", "cout": "4 000", "formation_debut": "07/12/2026", "qualiopi": "oui",
    "contrat_type": "cdi", "contrat_debut": "02/11/2026", "demandeur_emploi": "oui", "departement": "85",
    "effectif": "48", "public": "non", "offre_diffusee": "oui",
}  # fmt: skip


@pytest.fixture
def essayer(client, db):
    """Try answers; gives the page."""
    loi_en_vigueur()
    return lambda **reponses: client.get(reverse("aides:accueil"), reponses)


def essai_de(page):
    return page.context["resultat"].essai


def test_une_page_vierge_dit_les_aides_et_par_ou_commencer(essayer):
    page = essayer()

    assert essai_de(page) is None
    assert "Par où commencer" in page.content.decode()


def test_un_essai_complet_donne_le_montant_ce_qui_le_coupe_et_ce_qui_le_majorerait(essayer):
    page = essayer(**TOUT)
    essai = essai_de(page)
    texte = page.content.decode()

    assert (essai.verdict, essai.calcul.montant, essai.questions) == ("eligible", Decimal("2100.00"), [])
    assert [coupe.code for coupe in essai.calcul.coupes] == ["cout_heure"]
    assert essai.calcul.coupes[0].phrase in texte
    assert all(gain.phrase in texte for gain in essai.calcul.gains)
    assert [montant for _, montant in essai.comparaison] == [Decimal(2100), Decimal(1000), Decimal(3000)]


@pytest.mark.parametrize(
    ("oublie", "question"),
    [
        ("dispositif", "dispositif"), ("heures", "heures"), ("cout", "cout"), ("formation_debut", "formation_debut"),
        ("contrat_debut", "contrat_debut"), ("qualiopi", "qualiopi"), ("contrat_type", "contrat_type"),
        ("demandeur_emploi", "demandeur_emploi"), ("departement", "departement"), ("effectif", "effectif"),
        ("public", "public"), ("offre_diffusee", "offre_diffusee"),
    ],
)  # fmt: skip
def test_chaque_reponse_qui_manque_est_demandee_elle_seule(essayer, oublie, question):
    essai = essai_de(essayer(**{nom: valeur for nom, valeur in TOUT.items() if nom != oublie}))

    assert (essai.verdict, essai.questions) == ("a_completer", [question])


def test_une_condition_qui_manque_est_dite_et_ne_mene_pas_a_la_demande(essayer):
    page = essayer(**{**TOUT, "public": "oui"})

    assert essai_de(page).verdict == "non_eligible"
    assert page.context["resultat"].demande == ""
    assert "est public" in page.content.decode()
    assert essai_de(page).comparaison == []


def test_sans_qualiopi_les_autres_aides_restent_comparees(essayer):
    essai = essai_de(essayer(**{**TOUT, "qualiopi": "non"}))

    assert (essai.verdict, [sorte for sorte, _ in essai.comparaison]) == (
        "non_eligible",
        ["pet_tutorat", "pet_afest"],
    )


def test_htmx_recoit_le_resultat_seul_et_l_adresse_a_garder(essayer, client):
    page = client.get(reverse("aides:accueil"), {"heures": "100", "cout": ""}, headers={"HX-Request": "true"})

    assert page.headers["HX-Replace-Url"] == "/aides/?heures=100"
    assert "<html" not in page.content.decode()
