"""Advisory locks: who uses the servers, who owns them. However a process dies, the kernel lets go of its locks."""

import fcntl
import os
import time
from pathlib import Path


class Verrou:
    """One lock file, held until `rendre` or the end of the process and of the children that inherited it."""

    def __init__(self, chemin: Path) -> None:
        self.chemin = chemin
        self._descripteur: int | None = None

    def prendre(self, *, partage: bool = False, patience: float | None = None) -> bool:
        """Takes the lock. `patience` in seconds: None waits for ever, 0 tries once. Says whether it was taken."""
        if self._descripteur is None:
            self._descripteur = os.open(self.chemin, os.O_RDWR | os.O_CREAT, 0o644)
        descripteur = self._descripteur
        mode = fcntl.LOCK_SH if partage else fcntl.LOCK_EX
        if patience is None:
            fcntl.flock(descripteur, mode)
            return True
        echeance = time.monotonic() + patience
        while not _essayer(descripteur, mode):
            if time.monotonic() >= echeance:
                self.rendre()
                return False
            time.sleep(0.02)
        return True

    def rendre(self) -> None:
        if self._descripteur is not None:
            os.close(self._descripteur)
            self._descripteur = None

    def existe_encore(self) -> bool:
        """False once the file was removed or replaced: our lock then protects nothing any more."""
        if self._descripteur is None:
            return False
        try:
            return self.chemin.stat().st_ino == os.fstat(self._descripteur).st_ino
        except FileNotFoundError:
            return False


def _essayer(descripteur: int, mode: int) -> bool:
    try:
        fcntl.flock(descripteur, mode | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def est_pris(chemin: Path) -> bool:
    """Whether someone holds the lock exclusively, without keeping anything."""
    if not chemin.exists():
        return False
    verrou = Verrou(chemin)
    libre = verrou.prendre(partage=True, patience=0)
    verrou.rendre()
    return not libre


def verrou_usage(etat: Path) -> Verrou:
    """Shared by everyone who needs the servers; the gardien takes it alone to close the house."""
    return Verrou(etat / "usage.lock")


def verrou_gardien(etat: Path) -> Verrou:
    """Held by the gardien for its whole life: one per state folder."""
    return Verrou(etat / "gardien.lock")
