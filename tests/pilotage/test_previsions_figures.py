"""The figures of « Besoins », read from posts and survey: equal to a recount by hand, at a constant cost."""

from datetime import date

import pytest

from pilotage.queries.enquete import enquete
from pilotage.queries.figures_besoins import courbe, croisee, epreuve, par_ligne, prevision_de
from pilotage.queries.previsions import TOUT, lire_noms, lire_passe
from pilotage.regles.previsions import prevoir
from referentiels.models import Secteur
from tests.factories.enquete import MACONS, SOUDEURS
from tests.pilotage.passe import MOIS, combien, deposer_le_passe

pytestmark = pytest.mark.django_db
LE = date(2026, 11, 23)


@pytest.fixture
def passe(le_monde):
    """Maine-et-Loire, where posts were filed for more than two years."""
    return deposer_le_passe(le_monde)


def valeurs(ligne) -> list:
    return [case.valeur for case in ligne.cases]


def test_le_passe_est_celui_des_faits_par_coupe(le_monde, passe, django_assert_num_queries):
    with django_assert_num_queries(2):
        lu = lire_passe(LE)

    secteur = le_monde.lot.secteur_id
    assert lu.mois == tuple(MOIS)
    assert lu.postes[secteur, passe.pk] == [combien(mois) for mois in MOIS]
    assert lu.postes[TOUT, "44"] == [combien(mois) // 3 for mois in MOIS]
    assert lu.postes[TOUT, TOUT] == [combien(mois) + combien(mois) // 3 for mois in MOIS]
    # Only the line known in both years tells of a movement: 110 against 100; the one of 2026 is read from May on.
    assert lu.evolution((secteur, TOUT)) == (2026, pytest.approx(1.1))
    assert lu.evolutions((secteur, TOUT))[MOIS.index(date(2026, 4, 1))] is None
    assert lu.evolutions((secteur, TOUT))[MOIS.index(date(2026, 5, 1))] == pytest.approx(1.1)
    assert lu.evolution((TOUT, "44")) is None

    le_monde.metier.secteurs.add(Secteur.objects.exclude(pk=secteur).order_by("pk")[0])
    # A job of two sectors moves each of them, and counts once in the whole.
    assert lire_passe(LE).mouvements[TOUT, TOUT] == {2026: (100, 110)}


def test_la_courbe_met_bout_a_bout_le_passe_et_la_prevision(passe):
    lu = lire_passe(LE)
    coupe = (TOUT, passe.pk)
    prevision = prevision_de(lu, coupe)

    lignes = courbe(lu, coupe, prevision).lignes
    trimestres = courbe(lu, coupe, prevision, trimestres=True).lignes

    assert prevision == prevoir([combien(mois) for mois in MOIS], evolutions=lu.evolutions(coupe))
    assert [ligne.cle for ligne in lignes][23:25] == ["2026-10", "2026-11"]
    assert valeurs(lignes[23]) == [3, None, None, None]
    # The month under way is told, not read.
    assert valeurs(lignes[24]) == [None, 3, 1, 5]
    assert [valeurs(ligne)[1] for ligne in lignes[24:]] == [3, 3, 3, 3, 9, 9, 9, 3, 3, 3, 3, 3]
    assert [(ligne.nom, valeurs(ligne)[1]) for ligne in trimestres[-4:]] == [
        ("nov. à janv. 2027", 9),
        ("févr. à avril 2027", 21),
        ("mai à juil. 2027", 15),
        ("août à oct. 2027", 9),
    ]
    assert sum(valeurs(ligne)[0] or 0 for ligne in trimestres) == sum(combien(mois) for mois in MOIS[-24:])


def test_les_lignes_et_l_epreuve_disent_les_douze_mois(le_monde, passe, django_assert_num_queries):
    lu, noms = lire_passe(LE), lire_noms()
    un_an = sum(combien(mois) for mois in MOIS[-12:])

    with django_assert_num_queries(0):
        secteurs = par_ligne(lu, noms.secteurs, secteur="", departement=passe.pk, axe="secteur")
        croises = croisee(lu, noms)
        annees = epreuve(lu, prevision_de(lu, (TOUT, passe.pk)))

    [ligne] = secteurs.lignes
    assert (ligne.cle, valeurs(ligne)[0], valeurs(ligne)[1]) == (le_monde.lot.secteur_id, un_an, un_an)
    assert valeurs(croises.lignes[0])[:2] == [un_an // 3, un_an]
    assert annees.lignes[0].cle == "2025-04"
    assert {valeurs(ligne)[0] for ligne in annees.lignes} == {un_an}
    # Repeated, the year before is never wrong here: it is the way shown, and the gap is its own.
    assert {tuple(valeurs(ligne)[3:]) for ligne in annees.lignes} == {(un_an, 0)}


def test_l_enquete_se_lit_a_cote_des_postes_deposes(le_monde, passe, django_assert_num_queries):
    with django_assert_num_queries(1):
        figure = enquete(secteur="", departement=passe.pk, depuis=date(2025, 11, 1))

    macons, soudeurs = figure.lignes
    deposes = sum(combien(mois) for mois in [*MOIS[-12:], date(2026, 11, 1)])
    # 55 of the 110 projects whose difficulty is told, not of 140; the year before, one line only.
    assert (macons.cle, valeurs(macons)) == (MACONS[0], [140, deposes, 100, 50, 10, 0])
    # Nobody said which ROME job a welder of the survey is: no post is put beside it, not even zero.
    assert (soudeurs.cle, valeurs(soudeurs)[:3]) == (SOUDEURS[0], [40, None, 500])
    assert [ligne.cle for ligne in enquete(secteur=le_monde.lot.secteur_id, departement="", depuis=LE).lignes] == [
        MACONS[0]
    ]
    assert enquete(secteur="", departement="44", depuis=LE).vide
