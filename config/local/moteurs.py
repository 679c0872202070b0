"""How PostgreSQL and Valkey are started: in the foreground, on private sockets, on no TCP port."""

import signal
import subprocess
from pathlib import Path

import psutil

from config.local.enfants import Enfant, finir, sous_le_compte
from config.local.erreurs import ServeursIndisponibles
from config.local.lieux import BASE, UTILISATEUR_POSTGRES, Lieu
from config.local.sondes import base_repond

REGLAGES_POSTGRES = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "128MB",
    # /dev/shm is often tiny in a container.
    "dynamic_shared_memory_type": "mmap",
    # Compiling the plan of short queries took longer than running them, up to half of a page's time.
    "jit": "off",
    # Disks have no head to move: as set for those that had, whole tables were read for the two thousand rows of one
    # structure (180 ms against 60).
    "random_page_cost": "1.1",
    # Helpers for a query of thirty milliseconds took longer to call than to do without (6 × a bare page, 2.8 without).
    "parallel_setup_cost": "10000",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def serveur_postgres(lieu: Lieu) -> Enfant:
    options = [mot for nom, valeur in REGLAGES_POSTGRES.items() for mot in ("-c", f"{nom}={valeur}")]
    return Enfant(
        nom="PostgreSQL",
        commande=[lieu.programmes_postgres / "postgres", "-D", lieu.postgres, "-k", lieu.sockets, *options],
        journal=lieu.journaux / "postgres.log",
        # SIGINT is PostgreSQL's fast stop: sessions are ended, data written.
        signal_arret=signal.SIGINT,
        compte=lieu.compte,
        dossier=lieu.postgres,
    )


def serveur_valkey(lieu: Lieu) -> Enfant:
    reglages = {
        "--port": "0",
        "--unixsocket": str(lieu.socket_valkey),
        "--unixsocketperm": "700",
        "--dir": str(lieu.valkey),
        "--appendonly": "yes",
        "--appendfsync": "everysec",
        "--save": "",
        "--daemonize": "no",
    }
    return Enfant(
        nom="Valkey",
        commande=[lieu.programme_valkey, *(mot for paire in reglages.items() for mot in paire)],
        journal=lieu.journaux / "valkey.log",
        compte=lieu.compte,
        dossier=lieu.valkey,
    )


def creer_grappe(lieu: Lieu) -> None:
    """initdb, once. A folder left half-made by an interruption is made again."""
    if (lieu.postgres / "complet").exists():
        return
    for reste in sorted(lieu.postgres.rglob("*"), reverse=True):
        reste.rmdir() if reste.is_dir() and not reste.is_symlink() else reste.unlink()
    _executer(
        lieu,
        "initdb",
        f"--pgdata={lieu.postgres}",
        f"--username={UTILISATEUR_POSTGRES}",
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--locale=C.UTF-8",
        "--no-instructions",
    )
    (lieu.postgres / "complet").touch()


def creer_base(lieu: Lieu) -> None:
    if not base_repond(lieu, BASE):
        _executer(lieu, "createdb", f"--host={lieu.sockets}", f"--username={UTILISATEUR_POSTGRES}", BASE)


def liberer_grappe(lieu: Lieu) -> None:
    """Deals with a `postmaster.pid` nobody of ours wrote down.

    A true PostgreSQL on our data is stopped; a number since given to another process (a restarted container deals
    the same small ones) would make PostgreSQL refuse to start, so the stale file is removed.
    """
    temoin = lieu.postgres / "postmaster.pid"
    try:
        processus = psutil.Process(int(temoin.read_text().split()[0]))
        if Path(processus.cwd()) == lieu.postgres:
            finir(processus, signal.SIGINT)
    except (FileNotFoundError, IndexError, ValueError, psutil.NoSuchProcess):
        pass
    temoin.unlink(missing_ok=True)


def _executer(lieu: Lieu, programme: str, *arguments: str) -> None:
    essai = subprocess.run(
        [lieu.programmes_postgres / programme, *arguments],
        capture_output=True,
        text=True,
        cwd=lieu.postgres,
        check=False,
        **sous_le_compte(lieu.compte),
    )
    if essai.returncode:
        raise ServeursIndisponibles(f"{programme} a échoué :\n{essai.stdout}{essai.stderr}")
