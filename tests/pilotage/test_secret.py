"""No number of people under the least, nor one that follows from those that are shown."""

from datetime import date
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from pilotage.regles.secret import lisible, muets

MINIMUM = 10
MOIS = [date(2025 + rang // 12, rang % 12 + 1, 1) for rang in range(18)]


@settings(max_examples=20, deadline=None)
@given(nombres=st.lists(st.integers(0, 14), min_size=18, max_size=18))
def test_deux_periodes_montrees_ne_different_jamais_de_quelques_personnes(nombres):
    par_mois = dict(zip(MOIS, nombres, strict=True))
    montrees = {
        sum(nombres[debut : fin + 1])
        for debut, fin in combinations(range(18), 2)
        if lisible(par_mois, MOIS[debut], MOIS[fin], minimum=MINIMUM) and sum(nombres) >= MINIMUM
    }
    coupes = {
        sum(nombres[:rang])
        for rang in range(18)
        if lisible(par_mois, MOIS[rang], MOIS[-1], minimum=MINIMUM) and any(nombres[rang:])
    }

    assert not any(0 < nombre < MINIMUM for nombre in montrees)
    assert not any(0 < b - a < MINIMUM for a, b in combinations(sorted(coupes), 2)) or sum(nombres) < MINIMUM


def test_les_annees_se_lisent_avant_les_mois():
    par_mois = dict.fromkeys(MOIS, 3)

    assert lisible(par_mois, MOIS[0], MOIS[11], minimum=MINIMUM)
    assert lisible(par_mois, MOIS[12], MOIS[17], minimum=MINIMUM)
    assert not lisible(par_mois, MOIS[1], MOIS[12], minimum=MINIMUM)
    assert not lisible(par_mois, MOIS[17], MOIS[17], minimum=MINIMUM)


def test_dix_personnes_se_lisent_neuf_non():
    for nombre, lue in ((10, True), (9, False)):
        par_mois = {MOIS[0]: nombre, MOIS[1]: 30}
        assert lisible(par_mois, MOIS[0], MOIS[0], minimum=MINIMUM) is lue


def test_une_ligne_cachee_ne_se_deduit_pas_du_total():
    # Many people, hidden for another reason, and alone: the total less the other would tell of them.
    assert muets({"a": 40, "b": 12}, [], minimum=MINIMUM, deja={"b"}).lignes == {"a", "b"}
    assert muets({"a": 40, "b": 4, "c": 12}, [], minimum=MINIMUM).lignes == {"b", "c"}
    assert muets({"a": 40, "b": 0, "c": 12}, [], minimum=MINIMUM) == (False, frozenset())
    assert muets({"a": 3}, [], minimum=MINIMUM).tout


def test_une_reponse_cachee_parmi_ses_voisines_le_reste_quand_on_la_choisit():
    cellules = {"49": {"x": 30, "y": 20}, "85": {"x": 4, "y": 3}, "44": {"x": 40, "y": 25}}

    assert muets(cellules["85"], [(cellules, "85")], minimum=MINIMUM).tout
    # Its neighbour that keeps it hidden: the total less the third would tell of it.
    assert muets(cellules["49"], [(cellules, "49")], minimum=MINIMUM).tout
    # Split by the very filter, its only line would be the whole.
    propres = {reponse: {reponse: sum(parts.values())} for reponse, parts in cellules.items()}
    assert muets(propres["49"], [(propres, "49")], minimum=MINIMUM).lignes == {"49"}
    assert not muets(cellules["44"], [(cellules, "44")], minimum=MINIMUM).tout
    assert muets(cellules["44"], [(cellules, "44")], minimum=MINIMUM).lignes == frozenset()
