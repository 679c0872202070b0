"""The thirty days, what suspends them, what lateness costs: by example, then whatever the days."""

from datetime import date, timedelta
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
    jours_suspendus,
    retard,
)

ECHEANCE = date(2027, 3, 3)
LE = date(2027, 12, 31)
JOURS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
SUSPENSIONS = st.lists(st.tuples(JOURS, st.integers(0, 60)), max_size=4)


def test_des_jours_suspendus_reculent_l_echeance():
    arrets = [Arret(date(2027, 2, 8), date(2027, 2, 12)), Arret(date(2027, 2, 20), date(2027, 2, 23))]

    assert a_payer_le(ECHEANCE, arrets, le=LE) == date(2027, 3, 10)


def test_une_suspension_en_cours_compte_jusqu_au_jour_meme():
    assert jours_suspendus([Arret(date(2027, 2, 8))], le=date(2027, 2, 18)) == 10


def test_une_suspension_a_venir_ne_compte_pas():
    assert jours_suspendus([Arret(date(2027, 2, 8))], le=date(2027, 2, 1)) == 0


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
    assert retard(Decimal(10_000), 0, taux=Decimal("0.1"), indemnite=Decimal(40)) is None


def test_un_avoir_ne_porte_pas_d_interets():
    assert retard(Decimal(-10), 30, taux=Decimal("0.1"), indemnite=Decimal(40)) is None


@settings(max_examples=25, deadline=None)
@given(SUSPENSIONS, JOURS)
def test_jamais_plus_de_jours_suspendus_que_de_jours_couverts(suspensions, le):
    arrets = [Arret(debut, debut + timedelta(days=duree)) for debut, duree in suspensions]
    couverts = {
        debut + timedelta(days=rang)
        for debut, duree in suspensions
        for rang in range(duree)
        if debut + timedelta(days=rang) < le
    }

    assert jours_suspendus(arrets, le=le) == len(couverts)


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
