"""How long a backup, its restoration and the first page after it take.

``make banc OPTIONS=tests/banc/test_sauvegarde.py`` fills 2 500 intentions first; ``BASE=name`` measures a database of
the same server that is filled already (``manage.py peupler --intentions 100000``). Documents are not part of it: they
are a copy of files, as long as their disk is.
"""

import os
import sys
import time
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client, TransactionTestCase, override_settings

from tests.banc.volume import remplir
from tests.exploitation.remplie import branche_sur, seconde_base
from tests.vidage import revenir_a_l_etat_initial

BASE = os.environ.get("BASE", "")
# Times the plain reading of every row: it is read twice and packed, then written, indexed, counted and proven.
SAUVER, REMETTRE = 4.0, 12.0


@pytest.fixture
def a_sauver(transactional_db, monkeypatch):
    """The name of the database to back up."""
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda essai: None)
    if BASE:
        yield BASE
        return
    try:
        remplir(2_500, siennes=100)
        yield connection.settings_dict["NAME"]
    finally:
        revenir_a_l_etat_initial()


def chronometrer(nom, *arguments):
    """Seconds one command took. That files have no bytes, ``peupler`` having made them up, is not a failure here."""
    depart = time.monotonic()
    try:
        call_command(nom, *arguments, stdout=StringIO(), stderr=StringIO())
    except CommandError as erreur:
        if "La sauvegarde est écrite et utilisable" not in str(erreur):
            raise
    return time.monotonic() - depart


def lire_tout():
    """Seconds to read every row of every table as text, as a floor."""
    depart = time.monotonic()
    with connection.cursor() as curseur:
        curseur.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (nom,) in curseur.fetchall():
            curseur.execute(f'SELECT count(t::text) FROM public."{nom}" t')
    return time.monotonic() - depart


def test_sauver_remettre_et_servir_la_premiere_page(a_sauver, tmp_path):
    racine, documents = tmp_path / "sauvegardes", tmp_path / "documents"
    with branche_sur(a_sauver, documents):
        plancher = lire_tout()
        sauver = chronometrer("sauvegarder", str(racine))
    [dossier] = racine.glob("2*Z")
    octets = sum(fichier.stat().st_size for fichier in dossier.rglob("*") if fichier.is_file())
    with seconde_base("banc_remise"), branche_sur("banc_remise", documents):
        remettre = chronometrer("restaurer", str(dossier))
        depart = time.monotonic()
        with override_settings(ALLOWED_HOSTS=["testserver"]):
            page = Client().get("/formations/")
        premiere = time.monotonic() - depart
        connection.close()

    assert page.status_code == 200
    sys.stdout.write(
        f"\nlire tout {plancher:.1f} s ; sauver {sauver:.1f} s ({octets / 1e6:.0f} Mo) ; remettre et vérifier "
        f"{remettre:.1f} s ; première page {premiere:.2f} s\n"
    )
    assert sauver < SAUVER * max(plancher, 1.0)
    assert remettre < REMETTRE * max(plancher, 1.0)
