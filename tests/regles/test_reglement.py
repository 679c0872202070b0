"""Dated values: what cannot be built, and what a day reads."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from referentiels.queries.reglement_publie import reglements_publies
from referentiels.regles.constats import OBJETS
from referentiels.regles.grandeurs import CODES
from referentiels.regles.reglement import Bareme, BaremeIncomplet, Palier, Reglement, reglement_pour
from tests.regles.reglements import BAREMES, CHANGEMENT, DEPARTEMENTS, LE, PREMIER_JOUR, SECTEURS, reglement_au

JANVIER, JUILLET = Palier(date(2026, 1, 1), Decimal(5), "Art. 1"), Palier(date(2026, 7, 1), Decimal(6), "Art. 2")


@pytest.mark.parametrize(
    ("jour", "valeur"),
    [
        pytest.param(date(2026, 1, 1), 5, id="premier jour"),
        pytest.param(date(2026, 6, 30), 5, id="veille du changement"),
        pytest.param(date(2026, 7, 1), 6, id="jour du changement"),
        pytest.param(date(2036, 1, 1), 6, id="longtemps après"),
    ],
)
def test_bareme_donne_la_valeur_du_jour(jour, valeur):
    assert Bareme("effectif", "stagiaires", (JANVIER, JUILLET)).au(jour).valeur == valeur


def test_bareme_ne_sait_rien_avant_son_premier_jour():
    with pytest.raises(BaremeIncomplet, match="effectif : rien n’est en vigueur au 31/12/2025"):
        Bareme("effectif", "stagiaires", (JANVIER,)).au(date(2025, 12, 31))


@pytest.mark.parametrize(
    "paliers",
    [
        pytest.param((), id="vide"),
        pytest.param((JUILLET, JANVIER), id="en désordre"),
        pytest.param((JANVIER, JANVIER), id="en double"),
        pytest.param((Palier(date(2026, 1, 1), Decimal(5), " "),), id="sans texte"),
    ],
)
def test_bareme_ne_se_construit_pas_de_travers(paliers):
    with pytest.raises(ValueError, match="effectif : "):
        Bareme("effectif", "stagiaires", paliers)


def test_chaque_code_est_un_champ_du_reglement():
    listes = {
        "secteurs_tension",
        "secteurs_cas_par_cas",
        "departements_region",
        "departements_limitrophes",
        "libelles_secteurs",
        "noms_departements",
    }
    assert {champ.name for champ in fields(Reglement)} == CODES.keys() | listes


def test_reglement_est_celui_du_jour():
    avant, apres = reglement_au(LE), reglement_au(CHANGEMENT)

    assert (avant.duree_min_mois, apres.duree_min_mois) == (6, 9)
    assert avant.secteurs_tension == {"construction", "agriculture-agroalimentaire"}
    assert avant.secteurs_cas_par_cas == {"spectacle-intermittence"}
    assert avant.departements_region == {"44", "49", "53", "72", "85"}
    assert avant.departements_limitrophes == {"35"}


def test_reglement_manque_quand_un_code_n_a_pas_de_valeur():
    incomplets = {code: bareme for code, bareme in BAREMES.items() if code != "pef_taux"}

    with pytest.raises(BaremeIncomplet, match="aucune valeur n’est connue"):
        reglement_pour(PREMIER_JOUR, incomplets, SECTEURS, DEPARTEMENTS)


def test_reglement_d_avant_le_premier_jour_est_le_premier():
    assert reglement_au(date(1990, 1, 1)) == reglement_au(PREMIER_JOUR)


def test_une_grandeur_nouvelle_ne_change_rien_a_ce_qui_etait_deja_juge():
    tardif = Bareme("Effectif minimal", "stagiaires", (Palier(CHANGEMENT, Decimal(8), "Texte d’essai, art. 3"),))

    avant = reglement_pour(LE, BAREMES | {"effectif_min": tardif}, SECTEURS, DEPARTEMENTS)

    assert avant == replace(reglement_au(LE), effectif_min=8)


def test_reglement_publie_d_avant_le_premier_jour_a_aussi_ses_secteurs():
    publies = reglements_publies()

    assert publies(date(1990, 1, 1)) == publies(PREMIER_JOUR)


def test_reglement_publie_vaut_celui_des_textes():
    publie = reglements_publies()(LE)

    attendu = reglement_au(LE)
    assert {code: getattr(publie, code) for code in CODES} == {code: getattr(attendu, code) for code in CODES}
    assert publie.departements_region == attendu.departements_region
    assert publie.departements_limitrophes == {"17", "28", "35", "37", "41", "50", "56", "61", "79", "86"}
    assert publie.secteurs_cas_par_cas == {"spectacle-intermittence"}
    assert publie.secteurs_tension >= attendu.secteurs_tension


def test_chaque_regle_a_un_objet_court():
    assert {regle for regle, objet in OBJETS.items() if not 0 < len(objet) <= 20} == set()
