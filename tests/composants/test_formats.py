"""Words and figures as French writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from noyau.templatetags import maison
from sessions_formation.templatetags.jauge import exact, mini_jauge


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        pytest.param(Decimal(19950), "19\u202f950,00\u00a0€", id="milliers"),
        pytest.param("9.5", "9,50\u00a0€", id="texte-d-un-contexte-fige"),
        pytest.param(Decimal("-1250.555"), "\u22121\u202f250,56\u00a0€", id="negatif-arrondi"),
        pytest.param(0, "0,00\u00a0€", id="zero"),
        pytest.param(None, "", id="inconnu"),
    ],
)
def test_montant_en_euros(valeur, attendu):
    assert maison.montant(valeur) == attendu


def test_montant_sans_centimes():
    assert maison.montant(Decimal("320000.00"), 0) == "320\u202f000\u00a0€"


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (Decimal("150187.50"), "150\u202f187,50\u00a0€"),
        (Decimal("320000.00"), "320\u202f000\u00a0€"),
        (Decimal("-950.50"), "\u2212950,50\u00a0€"),
        (0, "0\u00a0€"),
    ],
)
def test_ce_qui_reste_sur_un_lot_ne_s_arrondit_jamais(valeur, attendu):
    assert exact(valeur) == attendu


def test_un_lot_ou_il_reste_quelque_chose_n_est_pas_dit_plein():
    lot = {"minimum": 30000, "maximum": 82000, "commande": 81700, "engage": 0}

    assert 'aria-label="99\u00a0% commandé"' in mini_jauge(lot).replace("\u202f", "\u00a0")


@pytest.mark.parametrize(
    ("valeur", "attendu"), [(420, "420\u00a0h"), (Decimal("3.50"), "3,5\u00a0h"), (2100, "2\u202f100\u00a0h")]
)
def test_heures(valeur, attendu):
    assert maison.heures(valeur) == attendu


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (date(2026, 9, 1), "1er septembre 2026"),
        ("2026-11-24", "24 novembre 2026"),
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "25 novembre 2026"),
        ("", ""),
        (None, ""),
    ],
)
def test_jour_en_toutes_lettres(valeur, attendu):
    assert maison.jour(valeur) == attendu


def test_instant_a_l_heure_de_paris():
    assert maison.instant(datetime(2026, 11, 20, 8, 4, tzinfo=UTC)) == "20 novembre 2026, 9\u00a0h\u00a004"


@pytest.mark.parametrize(
    ("debut", "fin", "attendu"),
    [
        (date(2027, 1, 11), date(2027, 4, 30), "du 11 janvier au 30 avril 2027"),
        ("2026-12-01", "2027-04-30", "du 1er décembre 2026 au 30 avril 2027"),
        (None, date(2027, 4, 30), ""),
    ],
)
def test_periode(debut, fin, attendu):
    assert maison.periode(debut, fin) == attendu


@pytest.mark.parametrize(("nombre", "attendu"), [(0, "0\u00a0poste"), (1, "1\u00a0poste"), (4, "4\u00a0postes")])
def test_accord_au_pluriel_a_partir_de_deux(nombre, attendu):
    assert maison.accorde(nombre, "poste,postes") == attendu


@pytest.mark.parametrize(
    ("nombre", "genre", "attendu"), [(1, "f", "Une"), (2, "f", "Deux"), (1, "m", "Un"), (12, "f", "12")]
)
def test_compte_en_lettres(nombre, genre, attendu):
    assert maison.en_lettres(nombre, genre) == attendu


@pytest.mark.parametrize(
    ("phrase", "attendu"),
    [("Écrivez un nombre.", "écrivez un nombre"), ("SIRET inconnu.", "SIRET inconnu"), ("", "")],
)
def test_phrase_au_milieu_d_une_autre(phrase, attendu):
    assert maison.dans_la_phrase(phrase) == attendu


@pytest.mark.parametrize(
    ("saisi", "attendu"), [("02 41 00 00 00", "0241000000"), ("+33 (0)2.41.00.00.00", "+33241000000"), ("", "")]
)
def test_numero_de_telephone_d_un_lien(saisi, attendu):
    assert maison.tel(saisi) == attendu


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("Anne Roy", "d’Anne Roy"),
        ("Éric Évain", "d’Éric Évain"),
        ("Hélène Pasquier", "d’Hélène Pasquier"),
        ("Yves Le Goff", "d’Yves Le Goff"),
        ("Yacine Brahimi", "de Yacine Brahimi"),
        ("Hakim Ziani", "de Hakim Ziani"),
        ("Zoé", "de Zoé"),
    ],
)
def test_de_s_elide_devant_un_nom(nom, attendu):
    assert maison.de(nom) == attendu
