"""PostgreSQL servers made for one bench and thrown away: the tools and the settings an operator would use."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2

from config.env import dossier_etat
from config.local.enfants import sous_le_compte
from config.local.lieux import Lieu, lieu_de


@dataclass
class Grappe:
    """One server: its data in a folder, a private socket in another, nothing on the network."""

    dossier: Path
    lieu: Lieu = field(default_factory=lambda: lieu_de(dossier_etat()))
    processus: subprocess.Popen | None = None

    @property
    def donnees(self) -> Path:
        return self.dossier / "donnees"

    @property
    def adresse(self) -> dict[str, Any]:
        return {"host": str(self.dossier), "user": "postgres", "dbname": "postgres"}

    def executer(self, programme: str, *arguments: object) -> None:
        """Run one of PostgreSQL's own programs under the servers' account."""
        self.dossier.mkdir(parents=True, exist_ok=True)
        if self.lieu.compte:
            os.chown(self.dossier, self.lieu.compte.uid, self.lieu.compte.gid)
        subprocess.run(
            [self.lieu.programmes_postgres / programme, *map(str, arguments)],
            check=True, capture_output=True, cwd=self.dossier, **sous_le_compte(self.lieu.compte),
        )  # fmt: skip

    def creer(self) -> None:
        self.executer("initdb", "-D", self.donnees, "-U", "postgres", "--auth=trust", "--encoding=UTF8")

    def demarrer(self, **reglages: object) -> None:
        """Start, and wait until it answers."""
        options = [mot for nom, valeur in reglages.items() for mot in ("-c", f"{nom}={valeur}")]
        with (self.dossier / "journal").open("ab") as journal:
            self.processus = subprocess.Popen(
                [self.lieu.programmes_postgres / "postgres", "-D", self.donnees, "-k", self.dossier,
                 "-c", "listen_addresses=", "-c", "dynamic_shared_memory_type=mmap", *options],
                stdout=journal, stderr=journal, cwd=self.donnees, **sous_le_compte(self.lieu.compte),
            )  # fmt: skip
        echeance = time.monotonic() + 60
        while True:
            try:
                psycopg2.connect(**self.adresse).close()
            except psycopg2.OperationalError:
                assert self.processus.poll() is None, (self.dossier / "journal").read_text()[-2000:]
                assert time.monotonic() < echeance, (self.dossier / "journal").read_text()[-2000:]
                time.sleep(0.05)
            else:
                return

    def arreter(self, numero: int = signal.SIGINT) -> None:
        if self.processus:
            self.processus.send_signal(numero)
            self.processus.wait(30)
            self.processus = None

    def dire(self, requete: str) -> list[tuple]:
        """Run one statement, committed; give its rows."""
        connexion = psycopg2.connect(**self.adresse)
        connexion.autocommit = True
        try:
            with connexion.cursor() as curseur:
                curseur.execute(requete)
                return curseur.fetchall() if curseur.description else []
        finally:
            connexion.close()


@contextmanager
def grappes(racine: Path, *noms: str) -> Iterator[list[Grappe]]:
    """As many servers, not made yet; stopped and thrown away at the end. ``racine``: short, its path is a socket's."""
    racine.mkdir(parents=True)
    racine.chmod(0o755)
    toutes = [Grappe(racine / nom) for nom in noms]
    try:
        yield toutes
    finally:
        for grappe in toutes:
            grappe.arreter(signal.SIGQUIT)
        shutil.rmtree(racine, ignore_errors=True)
