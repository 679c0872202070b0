"""When a person is asked, reminded, and when it goes up the line: domaine.md §6."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insertion.regles.echeances import Delais, echeances, est_epuise, jour_de, rang_du, relances_dues, remonte
from insertion.regles.paroles import SITUATIONS, Parole, desaccords, dire

DELAIS = Delais(7, 14, 21)
VENDREDI = date(2027, 4, 30)
FERIES = {date(2027, 5, 6), date(2027, 5, 17)}
JOURS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def test_les_quatre_echeances_sont_des_mois_de_calendrier():
    assert echeances(date(2027, 8, 31)) == {
        0: date(2027, 8, 31),
        1: date(2027, 9, 30),
        3: date(2027, 11, 30),
        6: date(2028, 2, 29),
    }


@pytest.mark.parametrize(
    ("prevu_le", "rang", "attendu"),
    [
        (VENDREDI, 0, VENDREDI),
        (VENDREDI + timedelta(days=1), 0, date(2027, 5, 3)),
        (date(2027, 5, 6), 0, date(2027, 5, 7)),
        (VENDREDI, 1, date(2027, 5, 7)),
        (date(2027, 5, 3), 2, date(2027, 5, 18)),
    ],
    ids=["ouvre", "samedi", "ferie", "rappel", "lundi-de-pentecote"],
)
def test_une_lettre_part_le_premier_jour_ouvre(prevu_le, rang, attendu):
    assert jour_de(prevu_le, rang, delais=DELAIS, feries=FERIES) == attendu


@pytest.mark.parametrize(
    ("jours", "envoyees", "rang"),
    [
        (-1, {}, None),
        (0, {}, 0),
        (6, {0: 0}, None),
        (7, {0: 0}, 1),
        (14, {0: 0, 1: 7}, 2),
        (30, {0: 0, 1: 7, 2: 14}, None),
        (20, {}, 2),
        (15, {0: 0}, 2),
        (8, {0: 7}, None),
        (10, {0: 7}, 1),
    ],
    ids=[
        "avant",
        "le-jour",
        "patience",
        "rappel",
        "second",
        "fini",
        "arret",
        "saute-un-rang",
        "trop-pres",
        "trois-jours",
    ],
)
def test_une_lettre_a_la_fois_la_plus_haute(jours, envoyees, rang):
    faites = {un: VENDREDI + timedelta(days=jour) for un, jour in envoyees.items()}

    assert rang_du(VENDREDI, faites, delais=DELAIS, le=VENDREDI + timedelta(days=jours)) == rang


def test_rien_un_jour_chome_ni_a_qui_ne_se_tait_pas():
    samedi = VENDREDI + timedelta(days=1)
    demander = {"envoyees": {}, "delais": DELAIS, "feries": FERIES}

    assert relances_dues(VENDREDI, muettes={"stagiaire"}, le=samedi, **demander) == {}
    assert relances_dues(VENDREDI, muettes={"stagiaire"}, le=VENDREDI, **demander) == {"stagiaire": 0}
    assert relances_dues(VENDREDI, muettes=(), le=VENDREDI, **demander) == {}


@pytest.mark.parametrize(
    ("joignable", "envoyees", "attendu"),
    [
        (True, {0: 0, 1: 7, 2: 14}, True),
        (True, {}, False),
        (True, {2: 20}, False),
        (False, {}, True),
        (False, {3: 21}, False),
    ],
    ids=["trois-lettres", "jamais-demande", "trop-pres", "sans-adresse", "deja"],
)
def test_remonte_apres_vingt_et_un_jours_si_l_on_a_demande(joignable, envoyees, attendu):
    faites = {rang: VENDREDI + timedelta(days=jour) for rang, jour in envoyees.items()}
    le = VENDREDI + timedelta(days=21)

    assert remonte(VENDREDI, joignable=joignable, envoyees=faites, delais=DELAIS, le=le, feries=FERIES) is attendu


def test_qui_n_a_pas_d_adresse_ne_remonte_pas_avant_son_jour():
    veille = VENDREDI + timedelta(days=20)

    assert not remonte(VENDREDI, joignable=False, envoyees={}, delais=DELAIS, le=veille, feries=())


@given(prevu_le=JOURS, arret=st.integers(0, 60))
def test_jamais_plus_que_les_lettres_annoncees_ni_trop_pres(prevu_le, arret):
    envoyees: dict[int, date] = {}
    for jour in range(arret, 90):
        le = prevu_le + timedelta(days=jour)
        for rang in relances_dues(
            prevu_le, muettes={"referent"}, envoyees={"referent": envoyees}, delais=DELAIS, le=le, feries=()
        ).values():
            envoyees[rang] = le

    jours = sorted(envoyees.values())
    assert set(envoyees) <= {0, 1, 2}
    assert max(envoyees) == 2
    assert all(suivant - jour >= timedelta(days=3) for jour, suivant in pairwise(jours))
    assert all(le.weekday() < 5 for le in jours)


def test_est_epuise_au_vingt_et_unieme_jour():
    assert not est_epuise(VENDREDI, delais=DELAIS, le=VENDREDI + timedelta(days=20))
    assert est_epuise(VENDREDI, delais=DELAIS, le=VENDREDI + timedelta(days=21))


def test_les_desaccords_se_disent_en_une_phrase():
    assert desaccords({"stagiaire": Parole("cdi", True), "employeur": Parole("autre", False)}) == [
        "Le stagiaire se dit en CDI, l’employeur dit qu’il ne l’emploie pas."
    ]
    assert desaccords({"stagiaire": Parole("cdi", False), "employeur": Parole("autre", False)}) == []
    assert desaccords({"stagiaire": Parole("cdi"), "employeur": Parole("cdi", True), "referent": Parole("cdi")}) == []
    assert desaccords({"stagiaire": Parole("recherche"), "referent": Parole("cdd_long")}) == [
        "Le stagiaire se dit en recherche d’emploi, le référent le note en CDD de 6 mois ou plus."
    ]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_chaque_situation_se_dit(situation):
    assert dire("stagiaire", Parole(situation)).startswith("Le stagiaire se dit ")
