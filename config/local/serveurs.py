"""What every user of the embedded servers calls: ``assurer()``."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.local.erreurs import ServeursIndisponibles
from config.local.lieux import RACINE, Lieu, lieu_du_depot
from config.local.sondes import tout_repond
from config.local.verrous import Verrou, est_pris, verrou_gardien, verrou_usage

PATIENCE = 120.0
PREMIER_MOT = 2.0

# One per state folder, for the life of the process: letting go of it tells the gardien that nobody is here.
_usages: dict[Path, Verrou] = {}


def assurer(lieu: Lieu | None = None) -> Lieu:
    """Returns once PostgreSQL and Valkey answer, starting them when needed; they stay up as long as this process.

    Some milliseconds when they are up already. Raises ServeursIndisponibles, with what to do, when they cannot be had.
    """
    lieu = lieu or lieu_du_depot()
    _se_declarer(lieu)
    if est_ouvert(lieu):
        return lieu
    # One starter at a time: the others find the servers up when their turn comes.
    demarrage = Verrou(lieu.etat / "demarrage.lock")
    demarrage.prendre()
    try:
        if not est_ouvert(lieu):
            _ouvrir(lieu)
    finally:
        demarrage.rendre()
    return lieu


def est_ouvert(lieu: Lieu) -> bool:
    """Whether a living gardien owns servers that answer."""
    return est_pris(verrou_gardien(lieu.etat).chemin) and tout_repond(lieu)


def liberer(lieu: Lieu) -> None:
    """Says that this process needs the servers no more."""
    if verrou := _usages.pop(lieu.etat, None):
        verrou.rendre()


def arreter(lieu: Lieu, delai: float = 30.0) -> None:
    """Stops the servers whoever uses them, and waits for the end."""
    chemin = verrou_gardien(lieu.etat).chemin
    if not chemin.exists() or not est_pris(chemin):
        return
    os.kill(int((lieu.etat / "gardien.pid").read_text()), signal.SIGTERM)
    if not verrou_gardien(lieu.etat).prendre(patience=delai):
        raise ServeursIndisponibles("Les serveurs embarqués ne s’arrêtent pas.")


def _se_declarer(lieu: Lieu) -> None:
    verrou = _usages.get(lieu.etat)
    if verrou is not None and verrou.existe_encore():
        return
    lieu.etat.mkdir(parents=True, exist_ok=True)
    verrou = verrou_usage(lieu.etat)
    try:
        verrou.prendre(partage=True)
    except PermissionError:
        lieu.preparer()
        raise
    _usages[lieu.etat] = verrou


def _ouvrir(lieu: Lieu) -> None:
    lieu.preparer()
    journal = lieu.journaux / "gardien.log"
    debut, annonce = time.monotonic(), False
    prochain_essai = 0.0
    while True:
        passe = time.monotonic() - debut
        # Tried again now and then: the one we found at work may have been leaving.
        if passe >= prochain_essai and not est_pris(verrou_gardien(lieu.etat).chemin):
            if prochain_essai >= 3:
                raise ServeursIndisponibles(_explication(journal))
            _lancer_gardien(lieu, journal)
            prochain_essai += 1
        if est_ouvert(lieu):
            return
        if passe > PATIENCE:
            raise ServeursIndisponibles(_explication(journal))
        if passe > PREMIER_MOT and not annonce:
            annonce = True
            print("Démarrage de PostgreSQL et de Valkey…", file=sys.stderr, flush=True)
        time.sleep(0.03)


def _lancer_gardien(lieu: Lieu, journal: Path) -> None:
    # Outside the checkout's own interpreter options: the gardien outlives us and must not hold our output open.
    with journal.open("ab") as sortie:
        subprocess.run(
            [sys.executable, "-m", "config.local.gardien", "--etat", lieu.etat],
            stdin=subprocess.DEVNULL,
            stdout=sortie,
            stderr=sortie,
            cwd=RACINE,
            check=False,
        )


def _explication(journal: Path) -> str:
    dernieres = journal.read_text(errors="replace").splitlines()[-15:] if journal.exists() else []
    return "\n".join([f"Les serveurs embarqués ne démarrent pas. Fin de {journal} :", *dernieres])
