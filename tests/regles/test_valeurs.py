"""The pure values that rules share: months, SIRET keys, amounts, working days, French typography."""

from datetime import date, timedelta
from decimal import Decimal

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.fr import siren, siret

from referentiels.regles.jours_ouvres import (
    ajouter_jours_ouvres,
    dernier_depart,
    est_ouvre,
    jours_ouvres_ecoules,
    premier_jour_ouvre,
)
from referentiels.regles.mois import Mois, ajouter_mois, derniers_mois
from referentiels.regles.montants import arrondir, montant_composante
from referentiels.regles.siret import defaut_siret, siren_valide, siret_valide
from referentiels.regles.typographie import composer, compter, enumerer, jour, montant, nombre

FERIES = holidays.France(years=[2025, 2026])


@pytest.mark.parametrize(
    ("depart", "nombre_mois", "arrivee"),
    [
        pytest.param(date(2026, 2, 2), 3, date(2026, 5, 2), id="même jour"),
        pytest.param(date(2025, 11, 30), 3, date(2026, 2, 28), id="dernier jour d’un mois plus court"),
        pytest.param(date(2023, 11, 30), 3, date(2024, 2, 29), id="année bissextile"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="en arrière"),
        pytest.param(date(2026, 1, 15), -1, date(2025, 12, 15), id="année d’avant"),
        pytest.param(date(9999, 12, 1), 3, date.max, id="au-delà du calendrier"),
        pytest.param(date(1, 1, 31), -1, date.min, id="en deçà du calendrier"),
    ],
)
def test_ajouter_mois_suit_le_calendrier(depart, nombre_mois, arrivee):
    assert ajouter_mois(depart, nombre_mois) == arrivee


def test_mois_se_lit_s_ecrit_et_se_compare():
    mars = Mois.depuis("2026-03")

    assert (str(mars), mars.premier_jour, mars.dernier_jour) == ("2026-03", date(2026, 3, 1), date(2026, 3, 31))
    assert (date(2026, 3, 31) in mars, date(2026, 4, 1) in mars) == (True, False)
    assert Mois.depuis("2025-12").suivant() == Mois(2026, 1)
    assert Mois.clos_au(date(2026, 1, 31)) == Mois(2025, 12)


@pytest.mark.parametrize("texte", ["", "2026", "2026-3", "2026-13", "0000-01", "26-03", "2026-03-01", "٢٠٢٦-03"])
def test_mois_refuse_ce_qui_n_en_est_pas_un(texte):
    with pytest.raises(ValueError, match="n’est pas un mois"):
        Mois.depuis(texte)


@pytest.mark.parametrize(
    ("saisie", "defaut"),
    [
        pytest.param("73282932000074", None, id="valable"),
        pytest.param("732 829 320 00074", None, id="avec des espaces"),
        pytest.param("35600000000048", None, id="siège de La Poste"),
        pytest.param("35600000049837", None, id="établissement de La Poste"),
        pytest.param("7328293200007", "Ce numéro a 13 chiffres : il en faut 14.", id="trop court"),
        pytest.param("732829320000741", "Ce numéro a 15 chiffres : il en faut 14.", id="trop long"),
        pytest.param("7", "Ce numéro a 1 chiffre : il en faut 14.", id="un chiffre"),
        pytest.param("7328293200007A", "Un SIRET ne s’écrit qu’avec des chiffres : il en faut 14.", id="une lettre"),
        pytest.param("73282932000075", "Ce SIRET n’existe pas : un de ses chiffres est faux.", id="clé fausse"),
        pytest.param("²3282932000074", "Un SIRET ne s’écrit qu’avec des chiffres : il en faut 14.", id="exposant"),
    ],
)
def test_siret_dit_son_defaut(saisie, defaut):
    assert defaut_siret(saisie) == defaut


@given(
    st.text("0123456789", min_size=12, max_size=15)
    | st.text("0123456789", min_size=5, max_size=5).map("356000000".__add__)
)
def test_siret_a_la_cle_que_dit_python_stdnum(saisie):
    assert siret_valide(saisie) == siret.is_valid(saisie)


@given(st.text("0123456789", min_size=8, max_size=10))
def test_siren_a_la_cle_que_dit_python_stdnum(saisie):
    assert siren_valide(saisie) == siren.is_valid(saisie)


def test_montants_s_arrondissent_au_centime_le_plus_proche_et_la_moitie_vers_le_haut():
    assert [str(arrondir(Decimal(valeur))) for valeur in ("1.004", "1.005", "1.015", "2", "1E+30")] == [
        "1.00",
        "1.01",
        "1.02",
        "2.00",
        "1000000000000000000000000000000.00",
    ]


def test_montant_d_une_composante_est_parcours_fois_heures_fois_prix():
    assert str(montant_composante(3, Decimal("33.5"), Decimal("9.55"))) == "959.78"


def test_jours_ouvres_passent_week_ends_et_feries():
    vendredi = date(2026, 4, 3)

    assert est_ouvre(vendredi, FERIES)
    assert not est_ouvre(date(2026, 4, 6), FERIES)  # lundi de Pâques
    assert ajouter_jours_ouvres(vendredi, 0, feries=FERIES) == vendredi
    assert ajouter_jours_ouvres(vendredi, 1, feries=FERIES) == date(2026, 4, 7)
    assert jours_ouvres_ecoules(vendredi, date(2026, 4, 8), feries=FERIES) == 2
    assert jours_ouvres_ecoules(vendredi, date(2026, 4, 1), feries=FERIES) == 0
    assert premier_jour_ouvre(2026, 5, feries=FERIES) == date(2026, 5, 4)
    assert premier_jour_ouvre(2026, 4, feries=FERIES) == date(2026, 4, 1)


@given(le=st.dates(date(2025, 1, 1), date(2027, 12, 31)), combien=st.integers(1, 30))
def test_dernier_depart_est_le_dernier_jour_dont_le_delai_est_passe(le, combien):
    depart = dernier_depart(le, combien, feries=FERIES)

    assert jours_ouvres_ecoules(depart, le, feries=FERIES) == combien
    assert jours_ouvres_ecoules(depart + timedelta(days=1), le, feries=FERIES) < combien


def test_dernier_depart_demande_un_jour_au_moins():
    with pytest.raises(ValueError, match="au moins un jour"):
        dernier_depart(date(2026, 4, 3), 0, feries=FERIES)


def test_jours_ouvres_ne_se_comptent_pas_a_rebours():
    with pytest.raises(ValueError, match="négatif"):
        ajouter_jours_ouvres(date(2026, 4, 3), -1, feries=FERIES)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 1)), st.integers(0, 60))
def test_jours_ouvres_ajoutes_se_recomptent(depuis, combien):
    assert jours_ouvres_ecoules(depuis, ajouter_jours_ouvres(depuis, combien, feries=FERIES), feries=FERIES) == combien


@pytest.mark.parametrize(
    ("ecrit", "attendu"),
    [
        pytest.param(nombre(Decimal("1234567.50")), "1\u202f234\u202f567,5", id="milliers et virgule"),
        pytest.param(nombre(Decimal("24.00")), "24", id="zéros inutiles"),
        pytest.param(nombre(100), "100", id="zéros utiles"),
        pytest.param(nombre(Decimal("1E+3")), "1\u202f000", id="exposant"),
        pytest.param(montant(Decimal("4200.00")), "4\u202f200\u00a0€", id="euros entiers"),
        pytest.param(montant(Decimal("9.5")), "9,50\u00a0€", id="deux décimales"),
        pytest.param(jour(date(2026, 3, 1)), "1er\u00a0mars 2026", id="premier du mois"),
        pytest.param(jour(date(2026, 8, 12)), "12\u00a0août 2026", id="jour"),
        pytest.param(compter(0, "poste"), "0\u00a0poste", id="zéro au singulier"),
        pytest.param(compter(Decimal("1.5"), "heure"), "1,5\u00a0heure", id="moins de deux au singulier"),
        pytest.param(compter(2, "poste libre", "postes libres"), "2\u00a0postes libres", id="pluriel"),
        pytest.param(enumerer([]), "", id="rien"),
        pytest.param(enumerer(["a"]), "a", id="un"),
        pytest.param(enumerer(["a", "b", "c"]), "a, b et c", id="plusieurs"),
        pytest.param(
            composer("« Oui » : 5 € ; 3 % ? Non !"),
            "«\u00a0Oui\u00a0»\u00a0: 5\u00a0€\u202f; 3\u00a0%\u202f? Non\u202f!",
            id="insécables",
        ),
    ],
)
def test_typographie_francaise(ecrit, attendu):
    assert ecrit == attendu


def test_derniers_mois_remontent_d_annee_en_annee():
    assert derniers_mois(date(2027, 1, 31), 3) == [date(2027, 1, 1), date(2026, 12, 1), date(2026, 11, 1)]
