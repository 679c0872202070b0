"""Processes we own: each in its own session, restarted with back-off, stopped in order, never left behind."""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from config.local.lieux import Compte

PR_SET_PDEATHSIG = 1
DELAI_ARRET = 20.0
ATTENTE_MAX = 5.0
# A process that held this long has started well: its next failure is a first one.
DUREE_SAINE = 30.0
TAILLE_JOURNAL_MAX = 10_000_000


@dataclass
class Enfant:
    """One child process and what is needed to start it again."""

    nom: str
    commande: Sequence[str | Path]
    journal: Path
    signal_arret: signal.Signals = signal.SIGTERM
    compte: Compte | None = None
    environnement: dict[str, str] | None = None
    dossier: Path | None = None
    processus: subprocess.Popen[bytes] | None = field(default=None, init=False)
    echecs: int = field(default=0, init=False)
    _depuis: float = field(default=0.0, init=False)
    _reprise: float = field(default=0.0, init=False)

    def lancer(self) -> None:
        """Starts the process. Its own session: Ctrl-C reaches only us, and we stop the children in order."""
        if self.journal.exists() and self.journal.stat().st_size > TAILLE_JOURNAL_MAX:
            self.journal.replace(self.journal.with_suffix(".ancien"))
        with self.journal.open("ab") as sortie:
            self.processus = subprocess.Popen(
                [str(mot) for mot in self.commande],
                stdin=subprocess.DEVNULL,
                stdout=sortie,
                stderr=subprocess.STDOUT,
                cwd=self.dossier,
                env=self.environnement,
                start_new_session=True,
                preexec_fn=_mourir_avec_son_parent(self.signal_arret),  # noqa: PLW1509 - one system call
                **sous_le_compte(self.compte),
            )
        self._depuis = time.monotonic()
        self._reprise = 0.0

    @property
    def vit(self) -> bool:
        return self.processus is not None and self.processus.poll() is None

    def relancer_si_mort(self) -> str | None:
        """Restarts a dead process once its back-off has run; returns what happened, None when nothing did."""
        if self.processus is None or self.vit:
            return None
        maintenant = time.monotonic()
        if not self._reprise:
            self.echecs = 1 if maintenant - self._depuis > DUREE_SAINE else self.echecs + 1
            self._reprise = maintenant + min(0.2 * 2 ** (self.echecs - 1), ATTENTE_MAX)
            _tuer_le_groupe(self.processus.pid)
            return f"{self.nom} s’est arrêté (code {self.processus.returncode}), il va être relancé."
        if maintenant < self._reprise:
            return None
        self.lancer()
        return f"{self.nom} est relancé (processus {self.processus.pid})."

    def arreter(self, delai: float = DELAI_ARRET) -> None:
        if self.processus is None:
            return
        if self.vit:
            self.processus.send_signal(self.signal_arret)
            with suppress(subprocess.TimeoutExpired):
                self.processus.wait(delai)
        _tuer_le_groupe(self.processus.pid)
        self.processus.wait()


def sous_le_compte(compte: Compte | None) -> dict[str, Any]:
    """The arguments that make subprocess change account, none when the account is ours."""
    return {"user": compte.uid, "group": compte.gid, "extra_groups": []} if compte else {}


def _tuer_le_groupe(pid: int) -> None:
    """What a process started and did not take with it; the group bears its pid."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def _mourir_avec_son_parent(signal_arret: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def demander() -> None:
        prctl(PR_SET_PDEATHSIG, int(signal_arret), 0, 0, 0)

    return demander


class Registre:
    """The children of one owner, written down so that its successor can sweep what a kill -9 left behind."""

    def __init__(self, chemin: Path) -> None:
        self.chemin = chemin

    def inscrire(self, enfants: Sequence[Enfant]) -> None:
        lignes = []
        for enfant in enfants:
            if enfant.processus and enfant.vit:
                try:
                    creation = psutil.Process(enfant.processus.pid).create_time()
                except psutil.NoSuchProcess:
                    continue
                lignes.append([enfant.nom, enfant.processus.pid, creation, int(enfant.signal_arret)])
        brouillon = self.chemin.with_suffix(".tmp")
        brouillon.write_text(json.dumps(lignes))
        brouillon.replace(self.chemin)

    def balayer(self, dire: Callable[[str], None]) -> None:
        """Stops what an earlier owner left running; a pid that now belongs to another process is left alone."""
        for nom, pid, creation, signal_arret in self._lignes():
            try:
                reste = psutil.Process(pid)
                if abs(reste.create_time() - creation) > 1:
                    continue
                dire(f"Arrêt de {nom}, resté d’un lancement précédent (processus {pid}).")
                finir(reste, signal.Signals(signal_arret))
            except psutil.NoSuchProcess:
                finir_les_orphelins(pid, creation)
        self.chemin.unlink(missing_ok=True)

    def _lignes(self) -> list[list]:
        try:
            return json.loads(self.chemin.read_text())
        except (FileNotFoundError, ValueError):
            return []


def finir_les_orphelins(groupe: int, creation: float) -> None:
    """Kills what a dead child had started: a web server's own workers still hold its port.

    Each child leads a group of its own. Only processes of our interpreter, younger than it, are of that group: the
    number may have been lent to somebody else's since.
    """
    for processus in psutil.process_iter():
        with suppress(psutil.Error, ProcessLookupError):
            du_groupe = os.getpgid(processus.pid) == groupe and processus.create_time() >= creation - 1
            if du_groupe and sys.executable in processus.cmdline():
                processus.kill()


def finir(processus: psutil.Process, signal_arret: signal.Signals) -> None:
    """Stops a process that is not our child, gently then not, with all it started."""
    descendants = processus.children(recursive=True)
    processus.send_signal(signal_arret)
    for encore in psutil.wait_procs([processus, *descendants], timeout=10)[1]:
        encore.kill()
    psutil.wait_procs([processus, *descendants], timeout=5)
