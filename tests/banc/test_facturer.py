"""The month of 1 000 lots, 10 composantes and 12 trainees each: prepared in under 60 s; as a ratio to copying the same
rows into the same tables, in the same run.

``LOTS=100 make banc OPTIONS=tests/banc/test_facturer.py`` measures fewer.
"""

import os
import sys
from time import perf_counter

import pytest
from django.db import connection

from config.volume.ecriture import copier
from factures.actions.preparer import preparer_factures
from factures.models import DetailFacture, Facture, LigneFacture
from referentiels.regles.mois import ajouter_mois
from sessions_formation.models import Parcours
from tests.banc.factures import declarer_le_mois, jour_de_preparation, un_mois_a_facturer
from tests.factories.factures import MOIS

pytestmark = pytest.mark.django_db(transaction=True)

# Months lived before the one that is measured against the first.
MOIS_PASSES = 6

LOTS, COMPOSANTES, STAGIAIRES = int(os.environ.get("LOTS", "1000")), 10, 12
BUT_SECONDES = 60
TABLES = (Facture, LigneFacture, DetailFacture)


def chronometrer(acte) -> tuple[float, object]:
    depart = perf_counter()
    rendu = acte()
    return perf_counter() - depart, rendu


def plancher() -> float:
    """Copy the very rows that were written, into the same tables once emptied: triggers and constraints included."""
    lignes = [(modele, list(modele.objects.order_by("pk"))) for modele in TABLES]
    with connection.cursor() as curseur:
        curseur.execute("truncate factures_detailfacture, factures_lignefacture, factures_facture cascade")
    duree = 0.0
    cles: dict[type, dict[int, int]] = {}
    for modele, siennes in lignes:
        avant = [ligne.pk for ligne in siennes]
        for ligne in siennes:
            if modele is LigneFacture:
                ligne.facture_id = cles[Facture][ligne.facture_id]
            elif modele is DetailFacture:
                ligne.ligne_id = cles[LigneFacture][ligne.ligne_id]
        duree += chronometrer(lambda m=modele, s=siennes: copier(m, s))[0]
        cles[modele] = dict(zip(avant, (ligne.pk for ligne in siennes), strict=True))
    return duree


def test_le_mois_de_mille_lots():
    remplir, _ = chronometrer(lambda: un_mois_a_facturer(lots=LOTS, composantes=COMPOSANTES, stagiaires=STAGIAIRES))
    with connection.cursor() as curseur:
        curseur.execute("analyze")

    preparer, bilan = chronometrer(lambda: preparer_factures(mois=MOIS, le=jour_de_preparation()))
    encore, second = chronometrer(lambda: preparer_factures(mois=MOIS, le=jour_de_preparation()))
    combien = [modele.objects.count() for modele in TABLES]
    copie = plancher()

    charge = os.getloadavg()[0]
    sys.stdout.write(
        f"\n{combien[0]} factures, {combien[1]} lignes, {combien[2]} détails (monde écrit en {remplir:.0f} s, "
        f"charge de la machine {charge:.1f})"
        f"\n  préparées en {preparer:.1f} s (but : {BUT_SECONDES} s), {preparer / copie:.1f} × la copie des mêmes "
        f"lignes ({copie:.1f} s)"
        f"\n  préparées de nouveau, inchangées, en {encore:.1f} s\n"
    )
    assert (bilan.preparees, bilan.echouees, bilan.excedents) == (LOTS, 0, ())
    assert (second.preparees, second.inchangees) == (0, LOTS)
    assert combien == [LOTS, LOTS * COMPOSANTES, LOTS * COMPOSANTES * STAGIAIRES]
    assert preparer < BUT_SECONDES


def test_un_mois_de_plus_ne_coute_guere_plus():
    """What was invoiced before is read again: the seventh month is measured against the first."""
    un_mois_a_facturer(lots=max(LOTS // 10, 1), composantes=COMPOSANTES, stagiaires=STAGIAIRES)
    parcours = list(Parcours.objects.order_by("pk"))
    durees = []
    for rang in range(MOIS_PASSES + 1):
        mois = ajouter_mois(MOIS, rang)
        if rang:
            _emettre_tout()
            declarer_le_mois(parcours, mois)
        duree, bilan = chronometrer(lambda m=mois: preparer_factures(mois=m, le=ajouter_mois(m, 1)))
        assert (bilan.preparees, bilan.echouees) == (max(LOTS // 10, 1), 0)
        durees.append(duree)

    sys.stdout.write(f"\nMois après mois : {', '.join(f'{duree:.1f} s' for duree in durees)}\n")
    assert durees[-1] < 3 * durees[0]


def _emettre_tout() -> None:
    with connection.cursor() as curseur:
        curseur.execute(
            "update factures_facture set statut = 'emise', numero = 'F' || id, annee = 2027, rang = id,"
            " emise_le = mois, echeance = mois, xml = '<essai/>' where statut = 'projet'"
        )
