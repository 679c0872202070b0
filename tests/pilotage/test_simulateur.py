"""The public simulator: what it says as fields are filled, with and without scripts, and where it leads."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from intentions.forms.reprise import CLE_DE_REPRISE
from referentiels.actions.charger import charger_table
from tests.factories.referentiels import CommuneFactory, loi_en_vigueur

pytestmark = pytest.mark.django_db

ADRESSE = "/simulateur/"
COMPLET = {
    "secteur": "construction",
    "contrat_type": "cdd",
    "duree_mois": "8",
    "heures_hebdo": "35",
    "commune": "Pouzauges",
    "nombre_postes": "2",
    "insertion": "non",
    "engagement_recruter": "oui",
    "etapes": ["stage"],
}


@pytest.fixture(autouse=True)
def _loi():
    loi_en_vigueur()
    charger_table("dispositifs")
    CommuneFactory(nom="Pouzauges", codes_postaux="85700", departement_id="85")


@pytest.fixture
def page(client: Client):
    def demander(**changements):
        reponses = {nom: valeur for nom, valeur in {**COMPLET, **changements}.items() if valeur is not None}
        return client.get(ADRESSE, reponses)

    return demander


def resultat(reponse):
    return reponse.context["resultat"]


def test_simulateur_vierge_invite_sans_rien_reprocher(client):
    reponse = client.get(ADRESSE)
    assert resultat(reponse).essai is None
    assert "Par où commencer" in reponse.text
    assert "constat--" not in reponse.text
    assert "champ--erreur" not in reponse.text


@pytest.mark.parametrize(
    ("changements", "verdict", "titre"),
    [
        pytest.param({}, "eligible", "Votre recrutement entre dans le dispositif", id="tout-convient"),
        pytest.param({"duree_mois": "4"}, "derogation", "Un agent de la Région devra se prononcer", id="cdd-court"),
        pytest.param({"heures_hebdo": None}, "a_completer", "Il manque une réponse", id="une-reponse-manque"),
        pytest.param(
            {"heures_hebdo": "18"}, "non_eligible", "Ce recrutement n’entre pas dans le dispositif", id="18-heures"
        ),
        pytest.param(
            {"heures_hebdo": "18", "adaptation_boe": "on"},
            "derogation",
            "Un agent de la Région devra se prononcer",
            id="18-heures-adaptees",
        ),
        pytest.param(
            {"commune": None, "departement": "79"},
            "derogation",
            "Un agent de la Région devra se prononcer",
            id="cerizay",
        ),
        pytest.param(
            {"commune": None, "departement": "13"},
            "non_eligible",
            "Ce recrutement n’entre pas dans le dispositif",
            id="marseille",
        ),
        pytest.param(
            {"secteur": "autre"}, "non_eligible", "Ce recrutement n’entre pas dans le dispositif", id="autre-secteur"
        ),
        pytest.param({"contrat_type": "interim", "agence_interim": "Actual"}, "eligible", None, id="interim-nomme"),
        pytest.param({"contrat_type": "interim"}, "a_completer", "Il manque une réponse", id="interim-sans-agence"),
        pytest.param({"insertion": "siae"}, "non_eligible", None, id="structure-d-insertion"),
        pytest.param({"insertion": "etti"}, "eligible", None, id="etti"),
        pytest.param({"engagement_recruter": "non"}, "non_eligible", None, id="sans-engagement"),
    ],
)
def test_simulateur_rend_le_verdict_des_regles(page, changements, verdict, titre):
    essai = resultat(page(**changements)).essai
    assert essai.verdict == verdict
    if titre:
        assert essai.titre == titre


def test_simulateur_ne_reproche_pas_ce_que_le_depot_apportera(page):
    essai = resultat(page()).essai
    assert {"I-EMPLOYEUR", "I-ECRIT", "I-EXCLUSIVITE"}.isdisjoint(constat.regle for constat in essai.constats)


def test_simulateur_compte_les_questions_et_mene_a_chacune(page):
    reponse = page(secteur=None, contrat_type=None, duree_mois=None, heures_hebdo=None, etapes=None)
    essai = resultat(reponse).essai
    assert essai.questions == ["secteur", "contrat_type", "heures_hebdo", "etapes"]
    assert essai.titre == "Il reste 4\N{NO-BREAK SPACE}réponses"
    ancres = [question["lien"] for question in resultat(reponse).questions]
    assert ancres == ["#id_secteur", "#id_contrat_type_0", "#id_heures_hebdo", "#id_etapes_0"]
    for ancre in ancres:
        assert f'id="{ancre[1:]}"' in reponse.text


def test_simulateur_une_reponse_illisible_se_corrige_et_ne_compte_pas_deux_fois(page):
    reponse = page(commune="Atlantide", heures_hebdo="temps plein")
    assert resultat(reponse).essai.questions == ["heures_hebdo", "commune"]
    assert resultat(reponse).questions == []
    assert [ligne["lien"] for ligne in resultat(reponse).illisibles] == ["#id_heures_hebdo", "#id_commune"]
    assert 'value="temps plein"' in reponse.text


def test_simulateur_garde_les_reponses_dans_la_page_sans_script(page):
    texte = page().text
    assert re.search(r'name="duree_mois" value="8"', texte)
    assert re.search(r'value="cdd"[^>]*checked', texte)
    assert re.search(r'name="commune" value="Pouzauges"', texte)


def test_simulateur_htmx_ne_recoit_que_le_resultat_et_l_adresse(client):
    reponse = client.get(ADRESSE, {**COMPLET, "agence_interim": "", "inconnu": "x"}, headers={"HX-Request": "true"})
    assert "<html" not in reponse.text
    assert 'id="verdict-bas"' in reponse.text
    assert reponse.text.count('hx-swap-oob="true"') == 1
    adresse = urlsplit(reponse["HX-Replace-Url"])
    assert adresse.path == ADRESSE
    assert parse_qs(adresse.query) == {
        nom: valeur if isinstance(valeur, list) else [valeur] for nom, valeur in COMPLET.items()
    }
    assert "HX-Request" in reponse["Vary"]


def test_simulateur_htmx_vide_rend_une_adresse_nue(client):
    reponse = client.get(ADRESSE, {"secteur": ""}, headers={"HX-Request": "true"})
    assert reponse["HX-Replace-Url"] == ADRESSE
    assert resultat(reponse).essai is None


def test_simulateur_mene_au_depot_avec_les_reponses(page):
    depot = urlsplit(resultat(page()).depot)
    assert depot.path == "/employeur/intentions/nouvelle/"
    assert parse_qs(depot.query)["contrat_type"] == ["cdd"]


def test_simulateur_ne_met_pas_l_adaptation_dans_l_adresse_du_depot(client, page):
    reponse = page(heures_hebdo="18", adaptation_boe="on")
    assert "adaptation_boe" not in resultat(reponse).depot
    assert client.session[CLE_DE_REPRISE] == {"adaptation_boe": True}
    page(heures_hebdo="18")
    assert CLE_DE_REPRISE not in client.session


def test_simulateur_n_ouvre_pas_de_session_sans_raison(client, page):
    page()
    assert "sessionid" not in client.cookies


@pytest.mark.parametrize(
    ("changements", "noms"),
    [
        pytest.param(
            {"contrat_type": "creation_entreprise"}, ["Sessions du socle", "Parcours entrepreneur"], id="creation"
        ),
        pytest.param(
            {"heures_hebdo": "18"}, ["Parcours emploi Formation", "Parcours emploi Tutorat"], id="moins-de-24-heures"
        ),
        pytest.param(
            {"commune": None, "departement": "13", "heures_hebdo": "18"},
            ["Les formations de votre Région"],
            id="hors-region",
        ),
        pytest.param({"insertion": "siae"}, ["Former vos salariés à la fin de leur contrat"], id="siae"),
        pytest.param(
            {"engagement_recruter": "non"},
            ["Publier votre offre sur nosemplois.fr", "Sessions du socle"],
            id="sans-engagement",
        ),
    ],
)
def test_simulateur_oriente_quand_le_dispositif_ne_convient_pas(page, changements, noms):
    reponse = page(**changements)
    assert [dispositif.nom for dispositif in resultat(reponse).orientations] == noms
    assert resultat(reponse).depot == ""
    assert "0800 200 303" in reponse.text
    assert "Déposer cette intention" not in reponse.text


def test_simulateur_dit_les_montants_en_vigueur(page):
    [formation, tutorat] = resultat(page(heures_hebdo="18")).orientations
    assert "4\N{NARROW NO-BREAK SPACE}200\N{NO-BREAK SPACE}€" in formation.quoi
    assert "6\N{NARROW NO-BREAK SPACE}000\N{NO-BREAK SPACE}€" in tutorat.quoi


def test_simulateur_coute_peu_de_requetes(client, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get(ADRESSE, COMPLET, headers={"HX-Request": "true"})


@pytest.mark.parametrize("nom", list(COMPLET))
def test_simulateur_une_valeur_absurde_ne_casse_rien(page, nom):
    assert page(**{nom: "\u2028<b>9e999"}).status_code == 200
