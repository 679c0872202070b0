"""What every user of the embedded servers calls: ``assurer()``."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from config.env import dossier_etat
from config.local.erreurs import ServeursIndisponibles
from config.local.lieux import RACINE, Lieu, lieu_de
from config.local.sondes import tout_repond
from config.local.verrous import Verrou, est_pris, verrou_gardien, verrou_usage

PATIENCE = 120.0
PREMIER_MOT = 2.0
LANCEMENTS_MAX = 3

# One per state folder, for the life of the process: letting go of it tells the gardien that nobody is here.
_usages: dict[Path, Verrou] = {}


def assurer(lieu: Lieu | None = None) -> Lieu:
    """Returns once PostgreSQL and Valkey answer, starting them when needed; they stay up as long as this process.

    Some milliseconds when they are up already. Raises ServeursIndisponibles, with what to do, when they cannot be had.
    """
    if lieu is None:
        lieu = lieu_de(dossier_etat())
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
    return est_garde(lieu) and _a_ouvert(lieu) and tout_repond(lieu)


def _a_ouvert(lieu: Lieu) -> bool:
    """Whether the gardien that opened them lives: those of a killed one still answer while they close."""
    try:
        os.kill(int(lieu.pret.read_text()), 0)
    except (OSError, ValueError):
        return False
    return True


def est_garde(lieu: Lieu) -> bool:
    """Whether a living gardien watches over the servers."""
    return est_pris(verrou_gardien(lieu.etat).chemin)


def liberer(lieu: Lieu) -> None:
    """Says that this process needs the servers no more."""
    if verrou := _usages.pop(lieu.etat, None):
        verrou.rendre()


def fermer_si_libre(lieu: Lieu) -> None:
    """Lets go of the servers, and has them stopped at once if nobody else uses them; waits for the end then."""
    liberer(lieu)
    if not est_garde(lieu):
        return
    usage = verrou_usage(lieu.etat)
    if not usage.prendre(patience=0):
        return
    usage.rendre()
    _prevenir_le_gardien(lieu, signal.SIGUSR1)
    _attendre_son_depart(lieu, 15)


def arreter(lieu: Lieu) -> None:
    """Stops the servers whoever uses them, and waits for the end."""
    if not est_garde(lieu):
        return
    _prevenir_le_gardien(lieu, signal.SIGTERM)
    if not _attendre_son_depart(lieu, 45):
        raise ServeursIndisponibles("Les serveurs embarqués ne s’arrêtent pas.")


def _prevenir_le_gardien(lieu: Lieu, numero: signal.Signals) -> None:
    if est_garde(lieu):
        os.kill(int((lieu.etat / "gardien.pid").read_text()), numero)


def _attendre_son_depart(lieu: Lieu, delai: float) -> bool:
    verrou = verrou_gardien(lieu.etat)
    parti = verrou.prendre(patience=delai)
    verrou.rendre()
    return parti


def _se_declarer(lieu: Lieu) -> None:
    verrou = _usages.get(lieu.etat)
    if verrou is not None and verrou.existe_encore():
        return
    lieu.etat.mkdir(parents=True, exist_ok=True)
    if not os.access(lieu.etat, os.W_OK):
        raise ServeursIndisponibles(
            f"Le dossier {lieu.etat} appartient à un autre compte : reprenez ce compte, ou supprimez le dossier."
        )
    verrou = verrou_usage(lieu.etat)
    verrou.prendre(partage=True)
    _usages[lieu.etat] = verrou


def _ouvrir(lieu: Lieu) -> None:
    lieu.preparer()
    journal = lieu.journaux / "gardien.log"
    debut, annonce, lancements = time.monotonic(), False, 0
    while not est_ouvert(lieu):
        passe = time.monotonic() - debut
        if not est_garde(lieu):
            # More than once: the gardien found at work a moment ago may have been leaving.
            if lancements == LANCEMENTS_MAX:
                raise ServeursIndisponibles(_explication(journal))
            _lancer_gardien(lieu, journal)
            lancements += 1
            _attendre_son_arrivee(lieu)
        if passe > PATIENCE:
            raise ServeursIndisponibles(_explication(journal))
        if passe > PREMIER_MOT and not annonce:
            annonce = True
            print("Démarrage de PostgreSQL et de Valkey…", file=sys.stderr, flush=True)
        time.sleep(0.03)


def _attendre_son_arrivee(lieu: Lieu) -> None:
    """The gardien detaches itself before it takes its lock: leave it a second."""
    echeance = time.monotonic() + 1
    while not est_garde(lieu) and time.monotonic() < echeance:
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
