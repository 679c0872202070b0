"""A session in LHÉO 2.3: order and lengths of every element, true values, hostile words; the schema's own word."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sessions_formation.enums import Deroule, ModaliteEnseignement, NiveauEntree
from sessions_formation.regles import lheo
from sessions_formation.regles.offre import Lieu, Visee
from tests.regles.lheo import ENFANTS, defauts
from tests.regles.offres import FICHE, FORMATEUR, OFFRE

SCHEMA = Path(__file__).parents[3] / "shared" / "normes" / "lheo-2.3.xsd"
PAGE = "https://emploi-formation.example/formations/SE-2026-00012/"
L = f"{{{lheo.ESPACE_DE_NOMS}}}"
REMPLIE = replace(
    FICHE,
    alternance="Deux semaines en mars",
    heures_entreprise=70,
    niveau_entree="13",
    niveau_obligatoire=True,
    acces_handicap="Locaux de plain-pied.",
)
OFFRES = {
    "ouverte": (OFFRE, "ouverte"),
    "annulee": (replace(OFFRE, statut="annulee"), "annulee"),
    "socle-complete": (replace(OFFRE, socle=True, libres=0, certification=None, rome="", lieu=None), "ouverte"),
    "sous-traitee": (
        replace(OFFRE, responsable=replace(FORMATEUR, nom="Compétences Ouest", siret="1" * 14)),
        "fermee",
    ),
    "remplie": (replace(OFFRE, fiche=REMPLIE, permanente=True, certification=Visee("RS5616")), "terminee"),
    "sans-fiche": (replace(OFFRE, fiche=None), "ouverte"),
    "socle-sans-fiche": (replace(OFFRE, fiche=None, socle=True, certification=None, heures=None), "ouverte"),
    "muette": (
        replace(OFFRE, formateur=replace(FORMATEUR, telephone="", courriel="", adresse=Lieu("", "", ""))),
        "ouverte",
    ),
}


def document(*couples) -> bytes:
    textes = [lheo.fragment(offre, etat, page=PAGE) for offre, etat in couples]
    return "".join(lheo.document(textes, instant="2026-11-23T09:00:00+01:00")).encode()


def lu(offre, etat="ouverte"):
    return etree.fromstring(document((offre, etat)))


def valeurs(arbre, chemin: str) -> list[str]:
    return [element.text for element in arbre.iterfind(".//" + "/".join(L + nom for nom in chemin.split("/")))]


@pytest.fixture(scope="module")
def schema():
    if not SCHEMA.exists():
        pytest.skip("Le schéma de LHÉO 2.3 n’est pas du projet : posez-le dans ../shared/normes/ pour ce test.")
    return etree.XMLSchema(etree.parse(SCHEMA))


@pytest.mark.parametrize("cas", OFFRES)
def test_le_document_est_valide_selon_le_schema(schema, cas):
    assert schema.validate(etree.fromstring(document(OFFRES[cas]))), schema.error_log


@pytest.mark.parametrize("cas", OFFRES)
def test_chaque_element_est_a_sa_place_et_a_sa_taille(cas):
    assert defauts(etree.fromstring(document(OFFRES[cas]))) == []


@pytest.mark.parametrize("element", ["objectif-formation", "action", "organisme-formation-responsable", "certifiante"])
def test_le_controle_voit_ce_qui_manque(element):
    arbre = lu(OFFRE)
    absent = arbre.find(f".//{L}{element}")
    absent.getparent().remove(absent)
    assert defauts(arbre) == [f"formation : {element} manque"]


def test_le_controle_voit_l_ordre_et_la_taille():
    arbre = lu(OFFRE)
    formation = arbre.find(f".//{L}formation")
    formation.append(formation.find(f"{L}intitule-formation"))
    formation.find(f"{L}objectif-formation").text = "x" * 3001
    assert defauts(arbre) == [
        "formation : intitule-formation n’est pas à sa place",
        "objectif-formation : 3001 caractères",
    ]


@pytest.mark.parametrize(
    ("chemin", "attendu"),
    [
        ("code-ROME", ["H2913"]),
        ("certification/code-RNCP", ["RNCP38311"]),
        ("code-niveau-sortie", ["14"]),
        ("certifiante", ["1"]),
        ("objectif-general-formation", ["6"]),
        ("periode/debut", ["20270111"]),
        ("periode/fin", ["20270430"]),
        ("etat-recrutement", ["1"]),
        ("modalites-entrees-sorties", ["0"]),
        ("organisme-financeur/code-financeur", ["2"]),
        ("organisme-financeur/nb-places-financees", ["5"]),
        ("numero-activite", ["52490000044"]),
        ("SIRET-formateur/SIRET", ["78901234500017"]),
        ("nombre-heures-total", ["420"]),
        ("modalites-alternance", ["Aucune période en entreprise."]),
        ("prix-horaire-TTC", []),
        ("code-FORMACODE", []),
    ],
)
def test_les_valeurs_sont_celles_de_la_session(chemin, attendu):
    assert valeurs(lu(OFFRE), chemin) == attendu


@pytest.mark.parametrize(("socle", "mots"), [(True, "« socle »"), (False, "« sur intention d’embauche »")])
def test_les_modes_d_acces_et_les_prerequis_sont_dans_les_conditions(socle, mots):
    arbre = lu(replace(OFFRE, socle=socle, prerequis="Savoir lire un plan."))
    (conditions,) = valeurs(arbre, "conditions-specifiques")
    acces, prerequis = conditions.split("\n")
    assert mots.replace("« ", "«\u00a0").replace(" »", "\u00a0»") in acces
    assert prerequis == "Prérequis\u00a0: Savoir lire un plan."
    (mode,) = [e.text for e in arbre.iter(f"{L}extra") if e.get("info") == "mode-acces"]
    assert mode == ("socle" if socle else "sur-intention")


@pytest.mark.parametrize(
    ("etat", "libres", "permanente", "attendu"),
    [
        ("ouverte", 1, False, "1"),
        ("ouverte", 0, False, "2"),
        ("ouverte", 0, True, "3"),
        ("ouverte", 1, True, "1"),
        ("fermee", 2, False, "2"),
        ("terminee", 2, True, "2"),
        ("annulee", 2, True, "2"),
    ],
)
def test_le_recrutement_est_ouvert_tant_qu_une_place_l_est(etat, libres, permanente, attendu):
    assert lheo.etat_du_recrutement(replace(OFFRE, libres=libres, permanente=permanente), etat) == attendu


@pytest.mark.parametrize(
    ("etat", "info"), [("annulee", "session annulée"), ("terminee", "session terminée"), ("ouverte", None)]
)
def test_une_session_retiree_le_dit_sur_la_session_et_la_formation(etat, info):
    arbre = lu(OFFRE, etat)
    assert {arbre.find(f".//{L}{nom}").get("info") for nom in ("formation", "session")} == {info}


def test_une_certification_qui_n_est_plus_active_n_est_pas_annoncee():
    arbre = lu(replace(OFFRE, certification=Visee("RNCP38311", "4", active=False)))
    assert valeurs(arbre, "certifiante") == ["0"]
    assert valeurs(arbre, "code-RNCP") == valeurs(arbre, "code-niveau-sortie") == []


def test_les_heures_en_entreprise_s_ajoutent_et_ne_s_inventent_pas():
    assert valeurs(lu(replace(OFFRE, fiche=REMPLIE)), "nombre-heures-total") == ["490"]
    sans = replace(REMPLIE, heures_entreprise=None)
    assert valeurs(lu(replace(OFFRE, fiche=sans)), "nombre-heures-total") == []


def test_chaque_mot_de_la_fiche_a_son_code():
    assert set(lheo.PARCOURS) == set(Deroule.values)
    assert set(lheo.ENSEIGNEMENT) == set(ModaliteEnseignement.values)
    assert {code for code in NiveauEntree.values if not code.isdecimal()} == set()


def test_l_empreinte_suit_ce_qui_est_dit_et_rien_d_autre():
    premier = lheo.fragment(OFFRE, "ouverte", page=PAGE)
    assert lheo.empreinte(lheo.fragment(OFFRE, "ouverte", page=PAGE)) == lheo.empreinte(premier)
    for change in ({"libres": 0}, {"fin": date(2027, 5, 7)}, {"fiche": REMPLIE}):
        autre = lheo.fragment(replace(OFFRE, **change), "ouverte", page=PAGE)
        assert lheo.empreinte(autre) != lheo.empreinte(premier)
    assert lheo.dater(premier, "2026-11-23T09:00:00+01:00") != premier


HOSTILES = "]]> <lheo> & \x00\x08\x1f\ufffe \u202e 🥐 é\u0301 " + "x" * 3001


def test_des_mots_hostiles_donnent_un_document_valide(schema):
    fiche = replace(
        FICHE, objectif=HOSTILES, contenu=HOSTILES, resultats="🥐" * 3001, rythme=HOSTILES, acces_handicap=HOSTILES
    )
    organisme = replace(
        FORMATEUR,
        nom=f"{HOSTILES[:40]} & Fils",
        telephone="02 61 91 00 31 poste 12 ou 13, le matin",
        adresse=Lieu("Bâtiment " + "mot " * 60, "49300", "Saint-" + "e" * 60),
    )
    offre = replace(OFFRE, fiche=fiche, formateur=organisme, responsable=organisme, prerequis=HOSTILES)
    arbre = etree.fromstring(document((offre, "ouverte")))
    assert schema.validate(arbre), schema.error_log
    assert defauts(arbre) == []
    assert valeurs(arbre, "resultats-attendus") == ["🥐" * 2999 + "…"]
    assert valeurs(arbre, "objectif-formation")[0].startswith("]]> <lheo> &  \u202e 🥐")


@given(st.text(min_size=1), st.text(), st.text(min_size=1))
@settings(max_examples=25)
def test_n_importe_quel_texte_reste_lisible(objectif, prerequis, nom):
    fiche = replace(FICHE, objectif=f"a{objectif}")
    offre = replace(OFFRE, fiche=fiche, prerequis=prerequis, formateur=replace(FORMATEUR, nom=f"a{nom}"))
    assert defauts(etree.fromstring(document((offre, "ouverte")))) == []


def test_la_liste_des_elements_est_celle_du_schema(schema):
    arbre = etree.parse(SCHEMA)
    xs = "{http://www.w3.org/2001/XMLSchema}"
    for nom, enfants in ENFANTS.items():
        sequence = arbre.find(f".//{xs}complexType[@name='{nom}-subtype']/{xs}sequence")
        officiels = [
            (e.get("ref").removeprefix("lheo:"), int(e.get("minOccurs", "1")), e.get("maxOccurs", "1"))
            for e in sequence
        ]
        ordre = [officiel for officiel, *_ in officiels]
        assert sorted(enfants, key=ordre.index) == list(enfants), nom
        obligatoires = {officiel for officiel, minimum, _ in officiels if minimum}
        assert {enfant for enfant, (minimum, _) in enfants.items() if minimum} == obligatoires, nom
