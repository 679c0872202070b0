"""The thirty days, what stops them, what lateness costs: by example, then whatever the days."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factures.regles.delais import (
    Arret,
    a_payer_le,
    debut_du_semestre,
    interets,
    jours_de_retard,
    retard,
)

ECHEANCE = date(2027, 3, 3)


@pytest.mark.parametrize(
    ("arret", "limite"),
    [
        pytest.param(None, date(2027, 3, 3), id="rien-ne-manquait"),
        pytest.param(Arret(date(2027, 2, 8)), None, id="arrete"),
        pytest.param(Arret(date(2027, 2, 8), date(2027, 2, 12)), date(2027, 3, 14), id="trente-jours-nouveaux"),
        pytest.param(Arret(date(2027, 3, 3), date(2027, 3, 3)), date(2027, 4, 2), id="au-dernier-jour"),
        pytest.param(Arret(date(2027, 1, 2), date(2027, 1, 12)), date(2027, 3, 13), id="solde-de-soixante-jours"),
    ],
)
def test_ce_qui_manquait_recu_un_nouveau_delai_s_ouvre(arret, limite):
    """CCP R2192-29: thirty days, or what was left on the day it was stopped when that is longer."""
    assert a_payer_le(ECHEANCE, arret) == limite


@pytest.mark.parametrize(
    ("limite", "semestre"),
    [
        pytest.param(date(2027, 6, 29), date(2027, 1, 1), id="fin-de-semestre"),
        pytest.param(date(2027, 6, 30), date(2027, 7, 1), id="les-interets-courent-du-lendemain"),
        pytest.param(date(2027, 12, 31), date(2028, 1, 1), id="fin-d-annee"),
    ],
)
def test_le_taux_est_celui_du_semestre_ou_les_interets_commencent(limite, semestre):
    assert debut_du_semestre(limite) == semestre


def test_dix_jours_de_retard_se_paient_au_centime():
    # 10 000 × 10,15 % × 10 / 365 = 27,808…
    du = retard(Decimal(10_000), 10, taux=Decimal("0.1015"), indemnite=Decimal(40))

    assert du is not None
    assert (du.interets, du.total) == (Decimal("27.81"), Decimal("67.81"))


def test_payee_le_jour_meme_rien_n_est_du():
    assert jours_de_retard(ECHEANCE, ECHEANCE) == 0
    assert jours_de_retard(ECHEANCE, date(2027, 3, 1)) == 0
    assert retard(Decimal(10_000), 0, taux=Decimal("0.1"), indemnite=Decimal(40)) is None


def test_un_avoir_ne_porte_pas_d_interets():
    assert retard(Decimal(-10), 30, taux=Decimal("0.1"), indemnite=Decimal(40)) is None


@settings(max_examples=25, deadline=None)
@given(
    st.decimals(Decimal("0.01"), Decimal(1_000_000), places=2),
    st.integers(0, 400),
    st.decimals(0, Decimal("0.2"), places=4),
)
def test_les_interets_croissent_et_tiennent_a_un_demi_centime(montant, jours, taux):
    exact = montant * taux * jours / 365

    assert abs(interets(montant, jours, taux) - exact) <= Decimal("0.005")
    assert interets(montant, jours, taux) <= interets(montant, jours + 1, taux)
