"""What a lot would become: amounts that add up, the first request that fits no more, the dates that decide."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions_formation.regles.simulation import simuler
from sessions_formation.regles.validite import validite

BORNES = {"minimum": Decimal(10_000), "maximum": Decimal(50_000), "commande": Decimal(5_000)}
DEMANDES = [("s1", Decimal(20_000)), ("s2", Decimal(30_000)), ("a1", Decimal(4_000))]


def test_tout_cocher_dit_la_premiere_qui_ne_tient_plus():
    simulation = simuler(DEMANDES, {"s1", "s2", "a1"}, **BORNES)

    assert [(etape.cle, etape.commande, etape.tient) for etape in simulation.etapes] == [
        ("s1", Decimal(25_000), True),
        ("s2", Decimal(55_000), False),
        ("a1", Decimal(59_000), False),
    ]
    assert simulation.premiere_de_trop.cle == "s2"
    assert simulation.commande_sans_elle == Decimal(25_000)
    assert (simulation.effet, simulation.depassement, simulation.reste) == (Decimal(54_000), Decimal(9_000), 0)
    assert (simulation.manque_avant, simulation.manque) == (Decimal(5_000), 0)


def test_ce_qui_n_est_pas_coche_ne_compte_pas():
    simulation = simuler(DEMANDES, {"s1", "a1"}, **BORNES)

    assert [etape.commande for etape in simulation.etapes] == [Decimal(25_000), Decimal(25_000), Decimal(29_000)]
    assert simulation.premiere_de_trop is None
    assert (simulation.reste, simulation.depassement) == (Decimal(21_000), 0)


def test_le_maximum_atteint_tient_encore():
    assert simuler([("s1", Decimal(45_000))], {"s1"}, **BORNES).premiere_de_trop is None
    assert simuler([("s1", Decimal("45000.01"))], {"s1"}, **BORNES).premiere_de_trop.cle == "s1"


@given(
    st.lists(st.decimals(min_value=-50_000, max_value=50_000, places=2), max_size=12),
    st.sets(st.integers(min_value=0, max_value=11)),
)
def test_l_effet_est_la_somme_de_ce_qui_est_coche(montants, rangs):
    demandes = [(f"s{rang}", montant) for rang, montant in enumerate(montants)]

    simulation = simuler(demandes, {f"s{rang}" for rang in rangs}, **BORNES)

    assert simulation.effet == sum((m for rang, m in enumerate(montants) if rang in rangs), Decimal(0))
    assert simulation.reste - simulation.depassement == BORNES["maximum"] - simulation.commande
    trop = simulation.premiere_de_trop
    if trop is None:
        assert simulation.commande_sans_elle == simulation.commande
    else:
        assert simulation.commande_sans_elle + trop.montant == trop.commande > BORNES["maximum"]


DEBUT, FIN = date(2023, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("le", "tension", "ouvert", "mots"),
    [
        pytest.param(date(2022, 12, 31), None, False, ["Ce lot commence le"], id="veille-du-debut"),
        pytest.param(DEBUT, None, True, [], id="premier-jour"),
        pytest.param(FIN, None, True, ["Ce lot finit le"], id="dernier-jour"),
        pytest.param(date(2027, 1, 1), None, False, ["Ce lot est échu depuis le"], id="lendemain-de-la-fin"),
        pytest.param(DEBUT, date(2025, 6, 30), True, ["Son secteur cesse d’être en tension"], id="secteur-plus-court"),
        pytest.param(date(2025, 6, 30), date(2025, 6, 30), True, ["Son secteur cesse"], id="dernier-jour-du-secteur"),
        pytest.param(
            date(2025, 7, 1), date(2025, 6, 30), True, ["Son secteur n’est plus en tension"], id="secteur-fini"
        ),
        pytest.param(DEBUT, date(2027, 6, 30), True, [], id="secteur-plus-long"),
    ],
)
def test_les_dates_decident_de_ce_qu_un_lot_dit(le, tension, ouvert, mots):
    dit = validite(debut=DEBUT, fin=FIN, tension_jusqu_au=tension, le=le)

    assert dit.ouvert is ouvert
    assert [phrase[: len(mot)] for phrase, mot in zip(dit.phrases, mots, strict=True)] == mots
