"""What a trainee would be paid a month, by the scale of the day the training opens."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parcours.enums import RegimeRemuneration
from parcours.regles.remuneration import SANS_BASE, age_au, base_de, estimer, regime_propose
from tests.regles.reglements import LE, reglement_au

LOI = reglement_au(LE)
REGIMES = st.sampled_from(RegimeRemuneration.values)
HEURES = st.decimals("0.5", "35", places=1)
SALAIRES = st.decimals("0", "9999", places=2)


def proposer(naissance, *, allocataire=False, majoree=False):
    return regime_propose(naissance=naissance, entree=LE, allocataire=allocataire, majoree=majoree)


@pytest.mark.parametrize(
    ("naissance", "options", "regime"),
    [
        pytest.param(date(2008, 3, 3), {}, "moins_18", id="veille-de-ses-18-ans"),
        pytest.param(date(2008, 3, 2), {}, "de_18_a_25", id="jour-de-ses-18-ans"),
        pytest.param(date(2000, 3, 3), {}, "de_18_a_25", id="veille-de-ses-26-ans"),
        pytest.param(date(2000, 3, 2), {}, "des_26", id="jour-de-ses-26-ans"),
        pytest.param(date(2005, 1, 1), {"majoree": True}, "situation_majoree", id="cas-du-code-du-travail"),
        pytest.param(date(1990, 1, 1), {"majoree": True}, "des_26", id="le-cas-n-ajoute-rien-apres-26-ans"),
        pytest.param(date(1990, 1, 1), {"allocataire": True}, "are", id="son-allocation-continue"),
        pytest.param(None, {"allocataire": True}, "are", id="son-allocation-sans-son-age"),
        pytest.param(None, {}, None, id="age-inconnu"),
    ],
)
def test_le_regime_se_propose_d_apres_l_age_a_l_entree(naissance, options, regime):
    assert proposer(naissance, **options) == regime


def test_l_age_d_un_29_fevrier_compte_au_1er_mars():
    assert age_au(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_au(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("regime", "heures", "montant"),
    [
        ("moins_18", "30", "200.00"),
        ("de_18_a_25", "35", "500.00"),
        ("situation_majoree", "30", "685.00"),
        # 24 × 52 / 12 = 104 h; 685 / 151.67 × 104 = 469.7039…
        ("des_26", "24", "469.70"),
        # 29.9 × 52 / 12 = 129.57 h
        ("des_26", "29.9", "585.19"),
    ],
)
def test_l_estimation_se_compte_au_centime(regime, heures, montant):
    trouve = estimer(regime, reglement=LOI, heures_hebdo=Decimal(heures), temps_partiel=False)

    assert trouve.montant == Decimal(montant)


@pytest.mark.parametrize(("salaire", "base"), [("100", "685"), ("1200.50", "1200.50"), ("4000", "1932.52")])
def test_le_salaire_anterieur_tient_entre_ses_bornes(salaire, base):
    assert base_de("salaire_anterieur", reglement=LOI, salaire=Decimal(salaire)) == Decimal(base)


def test_le_salaire_anterieur_se_donne():
    with pytest.raises(ValueError, match="salaire antérieur"):
        base_de("salaire_anterieur", reglement=LOI)


def test_a_temps_partiel_sans_heures_rien_ne_s_estime():
    assert estimer("des_26", reglement=LOI, heures_hebdo=None, temps_partiel=True).montant is None
    assert estimer("des_26", reglement=LOI, heures_hebdo=None, temps_partiel=False).montant == Decimal(685)


@given(REGIMES, HEURES, st.booleans(), SALAIRES)
def test_une_estimation_ne_depasse_jamais_sa_base(regime, heures, partiel, salaire):
    trouve = estimer(regime, reglement=LOI, heures_hebdo=heures, temps_partiel=partiel, salaire=salaire)

    if regime in SANS_BASE:
        assert (trouve.base, trouve.montant) == (None, None)
        return
    assert 0 <= trouve.montant <= trouve.base <= LOI.remuneration_plafond
    assert trouve.plein == (heures >= 30)
    assert (trouve.heures_mois is None) == trouve.plein
    assert trouve.montant == trouve.montant.quantize(Decimal("0.01"))


@given(HEURES, HEURES)
def test_plus_d_heures_ne_donnent_pas_moins(une, autre):
    moins, plus = (
        estimer("des_26", reglement=LOI, heures_hebdo=heures, temps_partiel=True).montant
        for heures in sorted((une, autre))
    )

    assert moins <= plus


@given(st.integers(0, 60 * 365), st.booleans())
def test_un_regime_a_toujours_sa_base(jours, majoree):
    regime = proposer(LE - timedelta(days=jours), majoree=majoree)

    assert base_de(regime, reglement=LOI) in {Decimal(200), Decimal(500), Decimal(685)}
