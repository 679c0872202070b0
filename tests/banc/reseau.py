"""Hosts made of network namespaces: each its own address on one bridge, its own processes; cut off, or killed.

Needs root and ``ip``: a namespace shares the disk of the machine, as hosts share a bucket of documents.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO

from config.local import moteurs
from config.local.lieux import RACINE, lieu_de

PREFIXE = "10.83.7"
PONT_IP = f"{PREFIXE}.254"


def raison_de_sauter() -> str:
    """Say why there can be no namespace here; nothing when there can."""
    if os.geteuid():
        return "il faut être root pour ouvrir des espaces de noms réseau"
    if not (shutil.which("ip") and shutil.which("setpriv")):
        return "il faut les commandes ip et setpriv (iproute2, util-linux)"
    essai = subprocess.run(["ip", "netns", "add", "essai-hotes"], capture_output=True, text=True, check=False)
    if essai.returncode:
        return f"le noyau refuse un espace de noms réseau : {essai.stderr.strip()}"
    _ip("netns", "del", "essai-hotes")
    return ""


def _ip(*mots: str) -> None:
    subprocess.run(["ip", *mots], check=True, capture_output=True)


@dataclass
class Hote:
    """One host: a namespace, an address, the processes started on it."""

    nom: str
    ip: str
    espace: str
    journaux: Path
    processus: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def lancer(self, *mots: str | Path, environnement: dict[str, str], dossier: Path = RACINE) -> None:
        """Start a process on this host; what it says goes to its journal."""
        with self._journal() as sortie:
            commande = ["ip", "netns", "exec", self.espace, *map(str, mots)]
            self.processus.append(
                subprocess.Popen(
                    commande, cwd=dossier, env=environnement, stdout=sortie, stderr=sortie, start_new_session=True
                )
            )

    def couper(self) -> None:
        """Take its cable away: its processes live on, and reach nobody."""
        _ip("link", "set", f"{self.espace}v", "down")

    def rebrancher(self) -> None:
        """Put its cable back."""
        _ip("link", "set", f"{self.espace}v", "up")

    def tuer(self, numero: signal.Signals = signal.SIGKILL) -> int:
        """Kill all that runs on it; give how many processes."""
        lu = subprocess.run(["ip", "netns", "pids", self.espace], check=True, capture_output=True, text=True)
        vivants = [int(pid) for pid in lu.stdout.split()]
        for pid in vivants:
            with suppress(ProcessLookupError):
                os.kill(pid, numero)
        for processus in self.processus:
            processus.wait()
        return len(vivants)

    def _journal(self) -> IO[bytes]:
        return (self.journaux / f"{self.nom}.log").open("ab")


class Reseau:
    """A bridge and its hosts, taken away at the end whatever happened."""

    def __init__(self) -> None:
        self.marque = f"h{os.getpid() % 100_000}"
        self.dossier = Path(tempfile.mkdtemp(prefix="hotes-"))
        self.dossier.chmod(0o755)
        self.hotes: list[Hote] = []

    def __enter__(self) -> "Reseau":
        _ip("link", "add", self.marque, "type", "bridge")
        _ip("addr", "add", f"{PONT_IP}/24", "dev", self.marque)
        _ip("link", "set", self.marque, "up")
        return self

    def __exit__(
        self, genre: type[BaseException] | None, erreur: BaseException | None, trace: TracebackType | None
    ) -> None:
        with ExitStack() as pile:
            pile.callback(shutil.rmtree, self.dossier, ignore_errors=True)
            pile.callback(_ip, "link", "del", self.marque)
            for hote in self.hotes:
                pile.callback(_ip, "netns", "del", hote.espace)
                pile.callback(hote.tuer)

    def hote(self, nom: str, rang: int) -> Hote:
        """Add a host at the address ``rang``."""
        espace = f"{self.marque}{rang}"
        _ip("netns", "add", espace)
        hote = Hote(nom, f"{PREFIXE}.{rang}", espace, self.dossier)
        self.hotes.append(hote)
        _ip("link", "add", f"{espace}v", "type", "veth", "peer", "name", "eth0", "netns", espace)
        _ip("link", "set", f"{espace}v", "master", self.marque, "up")
        _ip("-n", espace, "addr", "add", f"{hote.ip}/24", "dev", "eth0")
        _ip("-n", espace, "link", "set", "eth0", "up")
        _ip("-n", espace, "link", "set", "lo", "up")
        return hote


def servir_les_donnees(hote: Hote) -> None:
    """PostgreSQL and Valkey of the project, on the network of the hosts alone; return once they answer."""
    lieu = lieu_de(hote.journaux / "donnees")
    lieu.preparer()
    moteurs.creer_grappe(lieu)
    with (lieu.postgres / "pg_hba.conf").open("a") as acces:
        acces.write(f"host all all {PREFIXE}.0/24 trust\n")
    compte = lieu.compte
    qui = ["setpriv", f"--reuid={compte.uid}", f"--regid={compte.gid}", "--clear-groups"] if compte else []
    # A later option wins: those of `make run` open no port.
    postgres, valkey = moteurs.serveur_postgres(lieu), moteurs.serveur_valkey(lieu)
    ouvert = ["-c", f"listen_addresses={hote.ip}", "-c", "max_connections=200"]
    hote.lancer(*qui, *postgres.commande, *ouvert, environnement=dict(os.environ), dossier=lieu.postgres)
    reseau = ["--port", "6379", "--bind", hote.ip, "--protected-mode", "no"]
    hote.lancer(*qui, *valkey.commande, *reseau, environnement=dict(os.environ), dossier=lieu.valkey)
    programme = [*qui, lieu.programmes_postgres / "createdb", f"--host={lieu.sockets}", "--username=postgres", "hotes"]
    fin = time.monotonic() + 60
    while subprocess.run(programme, cwd=lieu.postgres, capture_output=True, check=False).returncode:
        if time.monotonic() > fin:
            raise TimeoutError("PostgreSQL ne répond pas dans son espace de noms.")
        time.sleep(0.2)
