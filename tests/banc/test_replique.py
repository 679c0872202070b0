"""A true replica follows its database, is read for statistics, is left when it is late or gone, and taken back; and a
database goes back to the instant before a mistake. The commands are those of docs/exploitation.

``make banc OPTIONS="tests/banc/test_replique.py"``: some twenty seconds.
"""

import os
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connections

from config.env import base_des_statistiques
from noyau import replique
from noyau.replique import REPLIQUE, base_de_lecture, retard_de_la_replique
from tests.banc.grappes import grappes


@pytest.fixture
def racine():
    """Short: the path of a socket has a hundred bytes."""
    dossier = Path(tempfile.mkdtemp(prefix="ef-", dir="/tmp"))
    dossier.chmod(0o755)
    yield dossier / "g"
    dossier.rmdir()


def attendre(condition, quoi, secondes=30.0):
    depart = time.monotonic()
    while not condition():
        assert time.monotonic() - depart < secondes, quoi
        time.sleep(0.02)
    return time.monotonic() - depart


def test_une_vraie_replique_suit_sert_tombe_et_revient(racine, monkeypatch, django_db_blocker):
    with grappes(racine, "base", "replique") as (base, copie), django_db_blocker.unblock():
        base.creer()
        base.demarrer()
        base.dire("CREATE TABLE faits (n int)")
        copie.executer(
            "pg_basebackup", "-h", base.dossier, "-U", "postgres", "-D", copie.donnees,
            "-R", "-X", "stream", "-C", "-S", "statistiques", "-c", "fast",
        )  # fmt: skip
        copie.demarrer()
        monkeypatch.setenv("DATABASE_REPLIQUE_URL", "postgres://postgres@localhost/postgres")
        reglage = base_des_statistiques()[REPLIQUE] | {"HOST": str(copie.dossier)}
        monkeypatch.setitem(settings.DATABASES, REPLIQUE, reglage)
        monkeypatch.setitem(
            connections.settings, REPLIQUE, connections.configure_settings({"default": reglage})["default"]
        )
        monkeypatch.setattr(replique, "REPIT", 0.0)

        base.dire("INSERT INTO faits SELECT generate_series(1, 100000)")
        suivi = attendre(lambda: copie.dire("SELECT count(*) FROM faits") == [(100_000,)], "la réplique suit")
        assert base_de_lecture() == REPLIQUE
        assert retard_de_la_replique() == timedelta(0)
        with connections[REPLIQUE].cursor() as curseur, pytest.raises(DatabaseError, match="read-only"):
            curseur.execute("INSERT INTO faits VALUES (1)")

        # Cut off from its database: as late as what it last replayed is old.
        base.arreter()
        monkeypatch.setattr(settings, "REPLIQUE_RETARD_MAX", 1)
        abandon = attendre(lambda: base_de_lecture() == "default", "une réplique coupée n’est plus lue")
        base.demarrer()
        base.dire("INSERT INTO faits VALUES (0)")
        reprise = attendre(lambda: base_de_lecture() == REPLIQUE, "elle est relue dès qu’elle a rattrapé")
        copie.arreter()
        depart = time.monotonic()
        assert base_de_lecture() == "default"
        panne = 1000 * (time.monotonic() - depart)
        sys.stdout.write(
            f"\nréplique : 100 000 lignes suivies en {suivi:.2f} s ; laissée {abandon:.1f} s après la coupure "
            f"(permis : 1 s), reprise en {reprise:.1f} s ; morte, remplacée en {panne:.0f} ms\n"
        )
        connections[REPLIQUE].close()
        del connections[REPLIQUE]


def test_la_base_revient_a_l_instant_d_avant_l_erreur(racine):
    with grappes(racine, "base", "reprise") as (base, reprise):
        archives = racine / "archives"
        archives.mkdir(mode=0o777)
        archives.chmod(0o777)
        base.creer()
        base.demarrer(
            archive_mode="on",
            archive_command=f"test ! -f {archives}/%f && cp %p {archives}/%f",
            archive_timeout="60",
        )
        base.dire("CREATE TABLE decisions (n int)")
        base.executer(
            "pg_basebackup", "-h", base.dossier, "-U", "postgres", "-D", racine / "base" / "pleine", "-c", "fast"
        )
        base.executer("pg_verifybackup", racine / "base" / "pleine")
        base.dire("INSERT INTO decisions SELECT generate_series(1, 1000)")
        [(avant,)] = base.dire("SELECT clock_timestamp()::text")
        time.sleep(0.2)
        base.dire("DELETE FROM decisions")
        base.dire("SELECT pg_switch_wal()")
        attendre(lambda: base.dire("SELECT archived_count FROM pg_stat_archiver WHERE archived_count > 1"), "archivé")
        base.arreter()

        depart = time.monotonic()
        reprise.executer("pg_controldata", racine / "base" / "pleine")
        shutil.move(racine / "base" / "pleine", reprise.donnees)
        (reprise.donnees / "recovery.signal").touch()
        with (reprise.donnees / "postgresql.auto.conf").open("a") as conf:
            conf.write(
                f"restore_command = 'cp {archives}/%f %p'\nrecovery_target_time = '{avant}'\n"
                "recovery_target_action = 'promote'\n"
            )
        if reprise.lieu.compte:
            os.chown(reprise.donnees / "recovery.signal", reprise.lieu.compte.uid, reprise.lieu.compte.gid)
        reprise.demarrer()
        assert reprise.dire("SELECT count(*) FROM decisions") == [(1000,)]
        attendre(
            lambda: reprise.dire("SELECT pg_is_in_recovery()") == [(False,)], "la base reprise s’écrit de nouveau"
        )
        reprise.dire("INSERT INTO decisions VALUES (1)")
        sys.stdout.write(f"\nretour à l’instant d’avant : {time.monotonic() - depart:.1f} s\n")
