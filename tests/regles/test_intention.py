"""Each row of domaine.md § 4, Intention, and its boundary values."""

from decimal import Decimal

import pytest

from intentions.regles.dossier import Contrat, DossierIntention, Employeur
from intentions.regles.intention import examiner
from tests.regles.dossiers import INTENTION, avec, niveaux
from tests.regles.reglements import LE, REGLEMENT

CONFORME, INFO, DEROGATION = ["conforme"], ["info", "conforme"], ["derogation"]
A_COMPLETER, NON_CONFORME, MUET = ["a_completer"], ["non_conforme"], []


def constats(dossier=INTENTION, **changements):
    return examiner(avec(dossier, **changements), reglement=REGLEMENT, le=LE)


def cas(*lignes):
    return pytest.mark.parametrize(
        ("changements", "attendu"),
        [pytest.param(changements, attendu, id=dit) for dit, changements, attendu in lignes],
    )


@cas(
    ("cdi", {"contrat__type": "cdi"}, CONFORME),
    ("cdd", {"contrat__type": "cdd"}, CONFORME),
    ("cdi intérimaire", {"contrat__type": "cdi_interimaire"}, CONFORME),
    ("cdpi", {"contrat__type": "cdpi"}, CONFORME),
    ("etti", {"contrat__type": "etti"}, CONFORME),
    ("apprentissage, préqualification", {"contrat__type": "apprentissage"}, INFO),
    ("professionnalisation, préqualification", {"contrat__type": "professionnalisation"}, INFO),
    ("intérim, agence nommée", {"contrat__type": "interim", "contrat__agence_interim": "Agence du Pont"}, CONFORME),
    ("intérim, agence tue", {"contrat__type": "interim", "contrat__agence_interim": None}, A_COMPLETER),
    ("intérim, agence blanche", {"contrat__type": "interim", "contrat__agence_interim": " "}, A_COMPLETER),
    ("cie", {"contrat__type": "cie"}, NON_CONFORME),
    ("création d’entreprise", {"contrat__type": "creation_entreprise"}, NON_CONFORME),
    ("indépendant", {"contrat__type": "independant"}, NON_CONFORME),
    ("cesu", {"contrat__type": "cesu"}, NON_CONFORME),
    ("contrat tu", {"contrat__type": None}, A_COMPLETER),
)
def test_contrat(changements, attendu):
    assert niveaux(constats(**changements), "I-CONTRAT") == attendu


@cas(
    ("emploi ordinaire", {"employeur__siae": False, "employeur__etti": False}, CONFORME),
    ("structure d’insertion", {"employeur__siae": True, "employeur__etti": False}, NON_CONFORME),
    ("etti", {"employeur__siae": True, "employeur__etti": True}, CONFORME),
    ("etti suffit, siae inconnu", {"employeur__siae": None, "employeur__etti": True}, CONFORME),
    ("siae faux suffit, etti inconnu", {"employeur__siae": False, "employeur__etti": None}, CONFORME),
    ("siae, etti inconnu", {"employeur__siae": True, "employeur__etti": None}, A_COMPLETER),
    ("siae inconnu, pas etti", {"employeur__siae": None, "employeur__etti": False}, A_COMPLETER),
    ("rien de connu", {"employeur__siae": None, "employeur__etti": None}, A_COMPLETER),
)
def test_siae(changements, attendu):
    assert niveaux(constats(**changements), "I-SIAE") == attendu


@cas(
    ("cdi, durée inutile", {"contrat__type": "cdi", "contrat__duree_mois": None}, CONFORME),
    ("cdi intérimaire", {"contrat__type": "cdi_interimaire", "contrat__duree_mois": Decimal(1)}, CONFORME),
    ("six mois", {"contrat__type": "cdd", "contrat__duree_mois": Decimal(6)}, CONFORME),
    ("moins de six mois", {"contrat__type": "cdd", "contrat__duree_mois": Decimal("5.99")}, DEROGATION),
    (
        "saisonnier",
        {"contrat__type": "cdd", "contrat__duree_mois": Decimal(4), "contrat__saisonnier": True},
        DEROGATION,
    ),
    ("création d’entreprise", {"contrat__type": "creation_entreprise", "contrat__duree_mois": Decimal(1)}, MUET),
    ("indépendant", {"contrat__type": "independant"}, MUET),
    ("type inconnu, durée suffisante", {"contrat__type": None, "contrat__duree_mois": Decimal(6)}, CONFORME),
    ("type inconnu, durée courte", {"contrat__type": None, "contrat__duree_mois": Decimal(5)}, A_COMPLETER),
    ("type et durée inconnus", {"contrat__type": None}, A_COMPLETER),
)
def test_duree(changements, attendu):
    assert niveaux(constats(**changements), "I-DUREE") == attendu


@pytest.mark.parametrize(
    "genre", ["cdd", "cdpi", "etti", "interim", "apprentissage", "professionnalisation", "cie", "cesu"]
)
def test_duree_manque_a_un_contrat_a_terme(genre):
    assert niveaux(constats(contrat__type=genre, contrat__duree_mois=None), "I-DUREE") == A_COMPLETER


@cas(
    ("24 heures", {"contrat__heures_hebdo": Decimal(24)}, CONFORME),
    ("un peu moins", {"contrat__heures_hebdo": Decimal("23.99")}, NON_CONFORME),
    ("moins, obligation d’emploi", {"contrat__heures_hebdo": Decimal(15), "adaptation_boe": True}, DEROGATION),
    ("24 heures, obligation d’emploi", {"contrat__heures_hebdo": Decimal(24), "adaptation_boe": True}, CONFORME),
    ("heures tues", {"contrat__heures_hebdo": None}, A_COMPLETER),
    ("heures tues, obligation d’emploi", {"contrat__heures_hebdo": None, "adaptation_boe": True}, A_COMPLETER),
)
def test_heures(changements, attendu):
    assert niveaux(constats(**changements), "I-HEURES") == attendu


@cas(
    ("en tension", {"poste__secteur": "construction"}, CONFORME),
    ("spectacle", {"poste__secteur": "spectacle-intermittence"}, DEROGATION),
    ("connu, pas en tension", {"poste__secteur": "niche"}, NON_CONFORME),
    ("inconnu de la liste", {"poste__secteur": "aérostation"}, NON_CONFORME),
    ("secteur tu", {"poste__secteur": None}, A_COMPLETER),
)
def test_secteur(changements, attendu):
    assert niveaux(constats(**changements), "I-SECTEUR") == attendu


@cas(
    *((f"région, {code}", {"employeur__departement": code}, CONFORME) for code in ("44", "49", "53", "72", "85")),
    ("région, lot suprarégional", {"employeur__departement": "49", "lot_supraregional": True}, CONFORME),
    ("limitrophe", {"employeur__departement": "35"}, DEROGATION),
    ("lointain", {"employeur__departement": "13"}, NON_CONFORME),
    ("voisin qui ne touche pas", {"employeur__departement": "22"}, NON_CONFORME),
    ("lointain, lot suprarégional", {"employeur__departement": "13", "lot_supraregional": True}, DEROGATION),
    ("lieu tu", {"employeur__departement": None}, A_COMPLETER),
    ("lieu laissé vide", {"employeur__departement": ""}, A_COMPLETER),
    ("lieu tu, lot suprarégional", {"employeur__departement": None, "lot_supraregional": True}, A_COMPLETER),
)
def test_lieu(changements, attendu):
    assert niveaux(constats(**changements), "I-LIEU") == attendu


@cas(
    ("même département", {"formation__departement": "49"}, CONFORME),
    ("autre département", {"formation__departement": "72"}, ["info"]),
    ("sans lieu de formation", {"formation__departement": None}, MUET),
    ("sans lieu de formation ni de poste", {"formation__departement": None, "poste__departement": None}, MUET),
    ("lieu de formation laissé vide", {"formation__departement": ""}, MUET),
    ("lieu du poste tu", {"poste__departement": None}, A_COMPLETER),
    ("lieu du poste laissé vide", {"poste__departement": ""}, A_COMPLETER),
)
def test_mobilite(changements, attendu):
    assert niveaux(constats(**changements), "I-MOBILITE") == attendu


@cas(
    ("nommé, SIRET valable", {}, CONFORME),
    ("SIRET de La Poste", {"employeur__siret": "35600000049837"}, CONFORME),
    ("SIRET avec des espaces", {"employeur__siret": "732 829 320 00074"}, CONFORME),
    ("sans nom", {"employeur__nom": None}, A_COMPLETER),
    ("nom blanc", {"employeur__nom": "  "}, A_COMPLETER),
    ("sans SIRET", {"employeur__siret": None}, A_COMPLETER),
    ("SIRET vide", {"employeur__siret": ""}, A_COMPLETER),
    ("SIRET faux", {"employeur__siret": "73282932000075"}, A_COMPLETER),
    ("SIRET court", {"employeur__siret": "7328293200007"}, A_COMPLETER),
    ("ni nom ni SIRET", {"employeur__nom": None, "employeur__siret": None}, A_COMPLETER),
)
def test_employeur(changements, attendu):
    assert niveaux(constats(**changements), "I-EMPLOYEUR") == attendu


@cas(
    ("un poste", {"poste__nombre": 1}, CONFORME),
    ("aucun poste", {"poste__nombre": 0}, A_COMPLETER),
    ("nombre tu", {"poste__nombre": None}, A_COMPLETER),
)
def test_postes(changements, attendu):
    assert niveaux(constats(**changements), "I-POSTES") == attendu


@cas(
    ("s’engage", {"engagement_recruter": True}, CONFORME),
    ("ne s’engage pas", {"engagement_recruter": False}, NON_CONFORME),
    ("n’a pas répondu", {"engagement_recruter": None}, A_COMPLETER),
)
def test_engagement(changements, attendu):
    assert niveaux(constats(**changements), "I-ENGAGEMENT") == attendu


@cas(
    ("avec le stage", {"etapes": ("jury", "stage")}, CONFORME),
    ("sans le stage", {"etapes": ("jury",)}, ["conforme", "info"]),
    ("aucune étape", {"etapes": ()}, A_COMPLETER),
    ("étapes tues", {"etapes": None}, A_COMPLETER),
)
def test_etapes(changements, attendu):
    assert niveaux(constats(**changements), "I-ETAPES") == attendu


@cas(
    ("écrit", {"ecrit_employeur": True}, CONFORME),
    ("rien d’écrit", {"ecrit_employeur": False}, A_COMPLETER),
    ("on ne sait pas", {"ecrit_employeur": None}, A_COMPLETER),
)
def test_ecrit(changements, attendu):
    assert niveaux(constats(**changements), "I-ECRIT") == attendu


@cas(
    ("libre", {"engagee_ailleurs": False}, CONFORME),
    ("engagée ailleurs", {"engagee_ailleurs": True}, NON_CONFORME),
)
def test_exclusivite(changements, attendu):
    assert niveaux(constats(**changements), "I-EXCLUSIVITE") == attendu


def test_intention_sans_defaut_dit_chaque_regle_une_fois_dans_l_ordre_du_texte():
    assert [constat.regle for constat in constats()] == [
        "I-CONTRAT",
        "I-SIAE",
        "I-DUREE",
        "I-HEURES",
        "I-SECTEUR",
        "I-LIEU",
        "I-MOBILITE",
        "I-EMPLOYEUR",
        "I-POSTES",
        "I-ENGAGEMENT",
        "I-ETAPES",
        "I-ECRIT",
        "I-EXCLUSIVITE",
    ]


def test_intention_vide_demande_tout_ce_qui_manque():
    vide = examiner(DossierIntention(), reglement=REGLEMENT, le=LE)

    assert {constat.regle for constat in vide if constat.niveau != "a_completer"} == {"I-EXCLUSIVITE"}


@pytest.mark.parametrize(
    ("dossier", "regle", "message"),
    [
        pytest.param(
            DossierIntention(contrat=Contrat(heures_hebdo=Decimal(18))),
            "I-HEURES",
            "18\u00a0heures par semaine\u00a0: il en faut 24 au moins.",
            id="heures",
        ),
        pytest.param(
            DossierIntention(employeur=Employeur(nom="Tôlerie", siret="7328293200007")),
            "I-EMPLOYEUR",
            "Ce numéro a 13 chiffres\u00a0: il en faut 14.",
            id="siret",
        ),
    ],
)
def test_message_dit_le_fait_puis_ce_qu_il_faut(dossier, regle, message):
    [trouve] = [c.message for c in examiner(dossier, reglement=REGLEMENT, le=LE) if c.regle == regle]

    assert trouve == message
