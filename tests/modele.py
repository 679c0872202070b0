"""One process of the run migrates; the others copy what it made (PostgreSQL's ``TEMPLATE``), and spare 20 s of CPU.

The first that needs a database holds a lock while it migrates. Who comes meanwhile waits, which costs no CPU: files of
tests that need no database are given to the others first (``tests/repartition.py``).
"""

import fcntl
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO

import pytest
from django.db import connection

from config.env import dossier_etat


class BaseDeLaSuite:
    """This process's database: a copy of the run's model once that exists, else what the model is made from."""

    def __init__(self, execution: str | None) -> None:
        self.execution = execution
        self.copiee = False
        self._verrou = ExitStack()

    def prendre(self) -> None:
        """Copy the model, or hold the lock of who makes it."""
        verrou = self._verrouiller()
        if verrou.read() == self.execution:
            self._copier(_modele(), vers=_la_sienne())
            # Nothing is left to migrate: reading all the migrations again would be most of what is saved.
            connection.settings_dict["TEST"]["MIGRATE"] = False
            self.copiee = True
            self._verrou.close()
        else:
            verrou.truncate(0)
            self._fichier = verrou

    def est_migree(self) -> None:
        """The database is whole: give it as a model to the others."""
        if self.execution is None or self.copiee:
            return
        connection.close()
        self._copier(_la_sienne(), vers=_modele())
        self._fichier.write(self.execution)
        self._verrou.close()

    def rendre(self) -> None:
        """Leave nothing behind: a copy is ours to drop, and so is the model of who made it.

        Who has not copied it yet finds no name in the lock, and migrates for itself.
        """
        self._verrou.close()
        if self.execution is None:
            return
        connection.close()
        if self.copiee:
            self._ordonner(_oublier(_la_sienne()))
            return
        with self._verrou:
            self._verrouiller().truncate(0)
            self._ordonner(_oublier(_modele()))

    def _verrouiller(self) -> IO[str]:
        """Wait for the lock, and give its file, which names the run whose model is there."""
        dossier = dossier_etat()
        dossier.mkdir(parents=True, exist_ok=True)
        verrou = self._verrou.enter_context((dossier / "base-modele.verrou").open("a+", encoding="utf-8"))
        fcntl.flock(verrou, fcntl.LOCK_EX)
        verrou.seek(0)
        return verrou

    def _copier(self, source: str, *, vers: str) -> None:
        self._ordonner(
            f'DROP DATABASE IF EXISTS "{vers}" WITH (FORCE)', f'CREATE DATABASE "{vers}" TEMPLATE "{source}"'
        )

    def _ordonner(self, *ordres: str) -> None:
        with connection._nodb_cursor() as curseur:
            for ordre in ordres:
                curseur.execute(ordre)


def _oublier(base: str) -> str:
    return f'DROP DATABASE IF EXISTS "{base}" WITH (FORCE)'


def _la_sienne() -> str:
    return connection.settings_dict["TEST"]["NAME"]


def _modele() -> str:
    return f"{_la_sienne().rpartition('_gw')[0]}_modele"


@pytest.fixture(scope="session")
def base_de_la_suite(request, django_db_modify_db_settings, django_db_blocker) -> Iterator[BaseDeLaSuite]:
    """The database of this process, ready to be copied or already a copy; alone, it is made as Django makes it."""
    processus = getattr(request.config, "workerinput", None)
    base = BaseDeLaSuite(processus["testrunuid"] if processus else None)
    with django_db_blocker.unblock():
        if processus:
            base.prendre()
        yield base
        base.rendre()


@pytest.fixture(scope="session")
def django_db_keepdb(request, base_de_la_suite) -> bool:
    """A copy is kept as it is; ``--reuse-db`` keeps what it always did."""
    return base_de_la_suite.copiee or bool(request.config.option.reuse_db)


@pytest.fixture(scope="session")
def django_db_createdb(request, base_de_la_suite) -> bool:
    """``--create-db`` makes the model anew; a copy of it is not thrown away to be made without migrations."""
    return not base_de_la_suite.copiee and bool(request.config.option.create_db)
