"""Each row of domaine.md § 4, Aids after hiring, and its boundary values; then the amounts."""

from datetime import date
from decimal import Decimal

import pytest

from aides.regles.aide import examiner, montant
from aides.regles.dossier import DossierAide
from referentiels.regles.constats import Verdict
from tests.regles.dossiers import AIDE, avec, niveaux
from tests.regles.reglements import LE, REGLEMENT

CONFORME, A_COMPLETER, NON_CONFORME, MUET = ["conforme"], ["a_completer"], ["non_conforme"], []


def constats(dossier=AIDE, **changements):
    return examiner(avec(dossier, **changements), reglement=REGLEMENT, le=LE)


def cas(*lignes):
    return pytest.mark.parametrize(
        ("changements", "attendu"),
        [pytest.param(changements, attendu, id=dit) for dit, changements, attendu in lignes],
    )


LIEU, EFFECTIF, PUBLIC = "etablissement__departement", "etablissement__effectif", "etablissement__public"


@cas(
    ("299 salariés", {EFFECTIF: 299}, CONFORME),
    ("300 salariés", {EFFECTIF: 300}, NON_CONFORME),
    ("public", {PUBLIC: True}, NON_CONFORME),
    ("département voisin", {LIEU: "35"}, NON_CONFORME),
    ("effectif tu", {EFFECTIF: None}, A_COMPLETER),
    ("lieu tu", {LIEU: None}, A_COMPLETER),
    ("lieu laissé vide", {LIEU: ""}, A_COMPLETER),
    ("statut tu", {PUBLIC: None}, A_COMPLETER),
    ("300 salariés, le reste tu", {EFFECTIF: 300, LIEU: None, PUBLIC: None}, NON_CONFORME),
    ("public, le reste tu", {EFFECTIF: None, LIEU: None, PUBLIC: True}, NON_CONFORME),
)
def test_etablissement(changements, attendu):
    assert niveaux(constats(**changements), "A-ETABLISSEMENT") == attendu


def test_etablissement_dit_tous_ses_defauts_en_une_phrase():
    [trouve] = constats(etablissement__effectif=300, etablissement__departement="35")[:1]

    assert trouve.message == (
        "L’établissement est hors de la région (Ille-et-Vilaine) "
        "et compte 300\u00a0salariés\u00a0: il en faut moins de 300."
    )


@cas(
    ("diffusée", {"offre_diffusee": True}, CONFORME),
    ("pas diffusée", {"offre_diffusee": False}, NON_CONFORME),
    ("on ne sait pas", {"offre_diffusee": None}, A_COMPLETER),
)
def test_offre(changements, attendu):
    assert niveaux(constats(**changements), "A-OFFRE") == attendu


TYPE, DUREE = "contrat__type", "contrat__duree_mois"


@cas(
    ("cdi", {TYPE: "cdi"}, CONFORME),
    ("cdd de six mois", {TYPE: "cdd", DUREE: Decimal(6)}, CONFORME),
    ("cdd plus court", {TYPE: "cdd", DUREE: Decimal("5.9")}, NON_CONFORME),
    ("cdd, durée tue", {TYPE: "cdd"}, A_COMPLETER),
    ("cdi intérimaire, Formation", {TYPE: "cdi_interimaire", "dispositif": "pef"}, CONFORME),
    ("cdi intérimaire, Tutorat", {TYPE: "cdi_interimaire", "dispositif": "pet_tutorat"}, NON_CONFORME),
    ("cdi intérimaire, Afest", {TYPE: "cdi_interimaire", "dispositif": "pet_afest"}, NON_CONFORME),
    ("cdi intérimaire, aide tue", {TYPE: "cdi_interimaire", "dispositif": None}, A_COMPLETER),
    ("intérim", {TYPE: "interim"}, NON_CONFORME),
    ("apprentissage", {TYPE: "apprentissage", DUREE: Decimal(24)}, NON_CONFORME),
    ("contrat tu", {TYPE: None}, A_COMPLETER),
)
def test_contrat(changements, attendu):
    assert niveaux(constats(**changements), "A-CONTRAT") == attendu


@cas(
    ("inscrite", {"salarie__demandeur_emploi": True}, CONFORME),
    ("pas inscrite", {"salarie__demandeur_emploi": False}, NON_CONFORME),
    ("on ne sait pas", {"salarie__demandeur_emploi": None}, A_COMPLETER),
)
def test_salarie(changements, attendu):
    assert niveaux(constats(**changements), "A-SALARIE") == attendu


EMBAUCHE, FORMATION = "contrat__debut", "formation__debut"


@cas(
    ("le jour de l’embauche", {FORMATION: date(2026, 2, 2)}, CONFORME),
    ("trois mois après, jour pour jour", {FORMATION: date(2026, 5, 2)}, CONFORME),
    ("un jour de trop", {FORMATION: date(2026, 5, 3)}, NON_CONFORME),
    ("avant l’embauche", {FORMATION: date(2026, 2, 1)}, NON_CONFORME),
    ("30 novembre, fin février", {EMBAUCHE: date(2025, 11, 30), FORMATION: date(2026, 2, 28)}, CONFORME),
    ("30 novembre, 1er mars", {EMBAUCHE: date(2025, 11, 30), FORMATION: date(2026, 3, 1)}, NON_CONFORME),
    ("embauche tue", {EMBAUCHE: None}, A_COMPLETER),
    ("formation tue", {FORMATION: None}, A_COMPLETER),
)
def test_delai(changements, attendu):
    assert niveaux(constats(**changements), "A-DELAI") == attendu


QUALIOPI = "formation__qualiopi"


@cas(
    ("certifié", {QUALIOPI: True}, CONFORME),
    ("pas certifié", {QUALIOPI: False}, NON_CONFORME),
    ("on ne sait pas", {QUALIOPI: None}, A_COMPLETER),
    ("Tutorat", {QUALIOPI: False, "dispositif": "pet_tutorat"}, MUET),
    ("Afest", {QUALIOPI: False, "dispositif": "pet_afest"}, MUET),
    ("aide tue", {"dispositif": None}, A_COMPLETER),
)
def test_qualiopi(changements, attendu):
    assert niveaux(constats(**changements), "A-QUALIOPI") == attendu


HEURES, COUT = "formation__heures", "formation__cout"


@cas(
    ("400 heures", {HEURES: Decimal(400)}, CONFORME),
    ("au-delà", {HEURES: Decimal("400.5")}, ["info"]),
    ("heures tues", {HEURES: None}, A_COMPLETER),
    ("moins que rien", {HEURES: Decimal(-1)}, A_COMPLETER),
)
def test_heures(changements, attendu):
    assert niveaux(constats(**changements), "A-HEURES") == attendu


RQTH, SENIOR = "salarie__rqth", "salarie__senior"
TUTORAT, AFEST = {"dispositif": "pet_tutorat"}, {"dispositif": "pet_afest"}


@cas(
    ("70 % du coût", {HEURES: Decimal(200), COUT: Decimal("2000.00")}, "1400.00"),
    ("coût retenu à 15 € de l’heure", {HEURES: Decimal(200), COUT: Decimal("4000.00")}, "2100.00"),
    ("400 heures : le plafond", {HEURES: Decimal(400), COUT: Decimal("8000.00")}, "4200.00"),
    ("au-delà de 400 heures : le plafond", {HEURES: Decimal(900), COUT: Decimal("80000.00")}, "4200.00"),
    ("demi-centime arrondi vers le haut", {HEURES: Decimal(100), COUT: Decimal("100.15")}, "70.11"),
    ("senior", {HEURES: Decimal(400), COUT: Decimal("8000.00"), SENIOR: True}, "6300.00"),
    ("travailleur handicapé", {HEURES: Decimal(400), COUT: Decimal("8000.00"), RQTH: True}, "8400.00"),
    ("les deux : la plus forte", {HEURES: Decimal(400), COUT: Decimal(8000), RQTH: True, SENIOR: True}, "8400.00"),
    ("arrondi une seule fois, majoration comprise", {COUT: Decimal("0.01"), SENIOR: True}, "0.01"),
    ("heures tues", {HEURES: None}, "0.00"),
    ("coût tu", {COUT: None}, "0.00"),
    ("coût négatif", {COUT: Decimal(-10)}, "0.00"),
    ("aide tue", {"dispositif": None}, "0.00"),
    ("Tutorat, 5 € de l’heure", {**TUTORAT, HEURES: Decimal("150.5"), COUT: None}, "752.50"),
    ("Tutorat, plafond", {**TUTORAT, HEURES: Decimal(401)}, "2000.00"),
    ("Tutorat, travailleur handicapé", {**TUTORAT, HEURES: Decimal(401), RQTH: True}, "4000.00"),
    ("Afest, 15 € de l’heure", {**AFEST, HEURES: Decimal(10)}, "150.00"),
    ("Afest, plafond", {**AFEST, HEURES: Decimal(500)}, "6000.00"),
    ("Afest, senior", {**AFEST, HEURES: Decimal(500), SENIOR: True}, "9000.00"),
)
def test_montant(changements, attendu):
    dossier = avec(AIDE, **changements)

    assert str(montant(dossier, reglement=REGLEMENT, verdict=Verdict.ELIGIBLE)) == attendu


@pytest.mark.parametrize(
    ("verdict", "attendu"),
    [
        pytest.param(Verdict.NON_ELIGIBLE, "0.00", id="rien quand le dossier n’est pas éligible"),
        pytest.param(Verdict.A_COMPLETER, "2100.00", id="ce que ce serait quand il est à compléter"),
    ],
)
def test_montant_suit_le_verdict(verdict, attendu):
    assert str(montant(AIDE, reglement=REGLEMENT, verdict=verdict)) == attendu


def test_aide_sans_defaut_dit_chaque_regle_une_fois_dans_l_ordre_du_texte():
    assert [constat.regle for constat in constats()] == [
        "A-ETABLISSEMENT",
        "A-OFFRE",
        "A-CONTRAT",
        "A-SALARIE",
        "A-DELAI",
        "A-QUALIOPI",
        "A-HEURES",
    ]


def test_aide_vide_demande_tout_ce_qui_manque():
    vide = examiner(DossierAide(), reglement=REGLEMENT, le=LE)

    assert {str(constat.niveau) for constat in vide} == {"a_completer"}
