"""A hire against the promise of the intention."""

from datetime import date
from decimal import Decimal

import pytest

from insertion.regles.ecarts import Contrat, ecarts, situation_de

LOI = {"duree_min_mois": 6, "heures_hebdo_min": Decimal(24)}
DEBUT = date(2027, 5, 3)
PROMIS = Contrat("cdd", DEBUT, 8, Decimal(35))


@pytest.mark.parametrize(
    ("signe", "phrases"),
    [
        pytest.param(PROMIS, [], id="comme-prevu"),
        pytest.param(Contrat("cdi", DEBUT, None, Decimal(39)), [], id="mieux"),
        pytest.param(Contrat("cdd", date(2027, 6, 2), 8, Decimal(35)), [], id="trente-jours-ne-sont-rien"),
        pytest.param(
            Contrat("cdd", date(2027, 6, 3), 8, Decimal(35)),
            ["Début : le 3 juin 2027, pour une embauche possible dès le 3 mai 2027."],
            id="tard",
        ),
        pytest.param(Contrat("cdd", DEBUT, 6, Decimal(35)), ["Durée : 6 mois, au lieu de 8 mois."], id="court"),
        pytest.param(
            Contrat("interim", DEBUT, 0, Decimal(35)),
            ["Contrat : Mission d’intérim, au lieu de CDD.", "Durée : moins d’un mois, au lieu de 8 mois."],
            id="interim",
        ),
        pytest.param(
            Contrat("cdd", DEBUT, 8, Decimal("20.5")),
            ["Temps de travail : 20,5 heures par semaine, au lieu de 35 heures."],
            id="heures",
        ),
    ],
)
def test_l_ecart_se_dit_en_mots(signe, phrases):
    dites = [phrase.replace("\N{NO-BREAK SPACE}", " ") for phrase in ecarts(signe, PROMIS, **LOI)]

    assert dites == phrases


def test_sous_le_minimum_se_dit_quand_rien_n_etait_promis_de_precis():
    phrases = ecarts(Contrat("cdd", DEBUT, 4, Decimal(20)), Contrat("cdi", DEBUT), **LOI)

    assert [phrase.partition("\N{NO-BREAK SPACE}")[0] for phrase in phrases] == [
        "Contrat",
        "Durée",
        "Temps de travail",
    ]


def test_un_temps_reduit_promis_n_est_pas_un_ecart():
    promis = Contrat("cdi", DEBUT, None, Decimal(18))

    assert ecarts(Contrat("cdi", DEBUT, None, Decimal(18)), promis, **LOI) == []


@pytest.mark.parametrize(
    ("genre", "duree", "situation"),
    [
        ("cdi", None, "cdi"),
        ("cdi_interimaire", None, "cdi"),
        ("cdd", 6, "cdd_long"),
        ("cdd", 5, "cdd_court"),
        ("cdd", 0, "cdd_tres_court"),
        ("interim", 1, "interim_long"),
        ("etti", 0, "interim_court"),
        ("interim", None, "interim_court"),
        ("apprentissage", 12, "alternance"),
        ("cesu", None, "cdi"),
    ],
)
def test_le_contrat_dit_la_situation(genre, duree, situation):
    assert situation_de(Contrat(genre, DEBUT, duree)) == situation


def test_le_dernier_jour_se_compte_en_mois():
    assert PROMIS.fin == date(2028, 1, 2)
    assert Contrat("cdi", DEBUT).fin is None
