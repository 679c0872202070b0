"""100 000 lines of the journal, sealed then proven whole; as a ratio to reading the same rows, in the same run.

``PREUVE_LIGNES=1000000 make banc OPTIONS=tests/banc/test_preuve.py`` measures a million.
"""

import os
import sys
from io import StringIO
from time import perf_counter

import pytest
from django.core.management import call_command
from django.db import connection

from noyau.journal import LigneJournal
from noyau.scellement import Maillon, sceller

pytestmark = pytest.mark.django_db
LIGNES = int(os.environ.get("PREUVE_LIGNES", "100000"))
# Times the reading of the same rows into Python: the machine's own speed does not count.
SCELLER, PROUVER = 12, 6


def remplir() -> float:
    """Write the lines as the database takes them fastest, triggers included; give the seconds."""
    depart = perf_counter()
    with connection.cursor() as curseur:
        curseur.execute(
            "INSERT INTO noyau_lignejournal"
            " (objet_type, objet_id, transition, libelle, depart, arrivee, par_nom, motif, le, empreinte)"
            " SELECT 'intentions.intentionembauche', n, 'deposer', 'Déposée', 'brouillon', 'deposee', 'Claire Heulin',"
            " 'Besoin n° ' || n, timestamptz '2026-01-01 08:00Z' + n * interval '1 second', ''"
            " FROM generate_series(1, %s) AS n",
            [LIGNES],
        )
    return perf_counter() - depart


def chronometrer(acte) -> float:
    depart = perf_counter()
    acte()
    return perf_counter() - depart


def test_sceller_et_prouver_cent_mille_lignes():
    ecrire = remplir()
    sceller_tout = chronometrer(sceller)
    lire = min(chronometrer(lambda: list(LigneJournal.objects.order_by("pk").values_list())) for _ in range(3))
    sortie = StringIO()
    prouver = chronometrer(lambda: call_command("verifier_journal", stdout=sortie, stderr=StringIO()))

    sys.stdout.write(
        f"\n{LIGNES} lignes : écrites en {ecrire:.1f} s, lues en {lire:.2f} s"
        f"\n  scellées en {sceller_tout:.1f} s, {sceller_tout / lire:.1f} × la lecture (but : {SCELLER})"
        f"\n  prouvées en {prouver:.1f} s, {prouver / lire:.1f} × la lecture (but : {PROUVER})\n"
    )
    assert f"La chaîne est entière : {LIGNES} maillons" in sortie.getvalue()
    assert Maillon.objects.count() == LIGNES
    assert sceller_tout < SCELLER * lire
    assert prouver < PROUVER * lire
