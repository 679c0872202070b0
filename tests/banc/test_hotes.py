"""Two web hosts, two worker hosts, one PostgreSQL and one Valkey, in network namespaces and under load: one worker
host is cut off and comes back, one web host is killed. Nothing is lost but what was in flight on it, nothing doubled.

As root: ``make banc OPTIONS=tests/banc/test_hotes.py``; ``HOTES_SECONDES`` changes the length of the load (40).
"""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from config.local.lieux import RACINE
from tests.banc.charge import PORT, Charge, Constat
from tests.banc.reseau import PONT_IP, Hote, Reseau, raison_de_sauter, servir_les_donnees

SECONDES = int(os.environ.get("HOTES_SECONDES", "40"))
# Longer than the twenty seconds a worker waits for the relay: who holds a row has given up before another takes it.
BAIL = 30
# What is still to do once the load is over: the lease of the host cut off, and the queue.
PATIENCE = 150
SMTP = 2525

pytestmark = [pytest.mark.enable_socket, pytest.mark.skipif(bool(raison_de_sauter()), reason=raison_de_sauter())]


class Relais:
    """A relay that counts the Message-IDs it accepts, and writes each in its log before it answers."""

    def __init__(self, chemin: Path) -> None:
        self.chemin, self.acceptes = chemin, Counter[str]()
        chemin.touch()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 aiosmtpd's name
        lignes = envelope.content.splitlines()
        entete = next(ligne for ligne in lignes if ligne.lower().startswith(b"message-id:"))
        identifiant = entete.split(b":", 1)[1].strip().decode()
        self.acceptes[identifiant] += 1
        with self.chemin.open("a") as journal:
            journal.write(f"message-id={identifiant}\n")
        await asyncio.sleep(0)
        return "250 2.0.0 Ok"


class Service:
    """The five hosts, with the service on four of them."""

    def __init__(self, reseau: Reseau) -> None:
        self.donnees = reseau.hote("donnees", 1)
        self.web = [reseau.hote("web1", 11), reseau.hote("web2", 12)]
        self.workers = [reseau.hote("worker1", 21), reseau.hote("worker2", 22)]
        self.journal_du_relais = reseau.dossier / "relais.log"
        self.environnement = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DEBUG": "0",
            "DEMO": "0",
            "ALLOWED_HOSTS": "*",
            "DATABASE_URL": f"postgres://postgres@{self.donnees.ip}:5432/hotes",
            "REDIS_URL": f"redis://{self.donnees.ip}:6379/0",
            "EMAIL_URL": f"smtp://{PONT_IP}:{SMTP}",
            "RELAIS_JOURNAL": str(self.journal_du_relais),
            "COURRIER_BAIL_SECONDES": str(BAIL),
            "API_ECRITURES": "100000/min",
            "DOCUMENTS": str(reseau.dossier / "documents"),
            "ETAT": str(reseau.dossier / "etat"),
        }

    def preparer(self) -> dict[str, Any]:
        """Open the database, migrate it, write the world of the load."""
        servir_les_donnees(self.donnees)
        self._python("manage.py", "migrate", "-v0")
        return self.jouer("preparer")

    def ouvrir(self) -> None:
        """Start the web and worker processes of the project, as the supervisor does on one host."""
        for hote in self.web:
            granian = ["-m", "granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", str(PORT)]
            granian += ["--workers", "1", "--blocking-threads", "2", "config.wsgi:application"]
            hote.lancer(sys.executable, *granian, environnement=self.environnement)
        celery = ["-m", "celery", "-A", "config.celery"]
        for hote in self.workers:
            options = ["worker", "-c", "2", "-l", "WARNING", "--without-gossip", "--without-mingle"]
            hote.lancer(sys.executable, *celery, *options, environnement=self.environnement)
        beat = ["beat", "-l", "WARNING", "-s", str(self.donnees.journaux / "beat"), "--pidfile="]
        self.workers[1].lancer(sys.executable, *celery, *beat, environnement=self.environnement)

    def jouer(self, acte: str) -> dict[str, Any]:
        """Read or write the database from outside the hosts."""
        appel = f"from tests.banc.hotes_monde import jouer; jouer({acte!r})"
        return json.loads(self._python("manage.py", "shell", "--no-imports", "-c", appel).splitlines()[-1])

    def _python(self, *mots: str) -> str:
        fait = subprocess.run(
            [sys.executable, *mots], cwd=RACINE, env=self.environnement, capture_output=True, text=True, check=False
        )
        assert fait.returncode == 0, fait.stderr[-3000:]
        return fait.stdout


def attendre_le_web(hote: Hote) -> None:
    fin = time.monotonic() + 60
    adresse = f"http://{hote.ip}:{PORT}/sante/"
    while subprocess.run(["curl", "-fsS", "-o", "/dev/null", adresse], capture_output=True, check=False).returncode:
        assert time.monotonic() < fin, f"{hote.nom} ne répond pas"
        time.sleep(0.3)


def attendre_les_workers(service: Service) -> float:
    """Wait until nothing is left to send nor to draw; give the seconds it took."""
    depart = time.monotonic()
    while any(service.jouer("reste").values()):
        assert time.monotonic() - depart < PATIENCE, service.jouer("reste")
        time.sleep(2)
    return time.monotonic() - depart


def charger(service: Service, monde: dict[str, Any]) -> tuple[Constat, int]:
    """The load, with its two accidents; give what was answered, and how many processes were killed."""
    charge = Charge([hote.ip for hote in service.web], monde)
    charge.commencer(partenaires=3, employeurs=3, agents=1)
    time.sleep(SECONDES * 0.25)
    service.jouer("relancer")
    service.workers[0].couper()
    time.sleep(SECONDES * 0.2)
    tues = service.web[0].tuer()
    time.sleep(SECONDES * 0.2)
    service.workers[0].rebrancher()
    time.sleep(SECONDES * 0.35)
    return charge.finir(), tues


def test_un_hote_coupe_et_un_hote_tue_ne_perdent_ni_ne_doublent_rien():
    depart = time.monotonic()
    with Reseau() as reseau:
        service = Service(reseau)
        relais = Relais(service.journal_du_relais)
        controleur = Controller(relais, hostname=PONT_IP, port=SMTP)
        controleur.start()
        try:
            monde = service.preparer()
            service.ouvrir()
            for hote in service.web:
                attendre_le_web(hote)
            pret = time.monotonic() - depart
            constat, tues = charger(service, monde)
            attente = attendre_les_workers(service)
            lu = service.jouer("lire")
        finally:
            controleur.stop()
        dire(constat, lu, relais, {"prêt en": pret, "file vidée en": attente, "en tout": time.monotonic() - depart})

    assert tues > 0
    assert constat.refus == {}
    verifier_les_demandes(constat, lu)
    verifier_les_suites(lu, relais)


def verifier_les_demandes(constat: Constat, lu: dict[str, Any]) -> None:
    """Everything answered is there, once; what was in flight is there once or not at all."""
    assert {sorte: len(cles) > 0 for sorte, cles in constat.faites.items()} == {
        "api": True, "depot": True, "decision": True,
    }  # fmt: skip
    assert constat.en_vol["api"] == []
    assert lu["references"] == dict.fromkeys(constat.faites["api"], 1)
    assert set(constat.faites["depot"]) - set(lu["deposees"]) == set()
    assert set(constat.faites["decision"]) - set(lu["autorisees"]) == set()
    assert len(set(lu["autorisees"])) == len(lu["autorisees"])
    assert set(lu["autorisees"]) <= {*constat.faites["decision"], *constat.en_vol["decision"]}
    assert lu["depots_doubles"] == 0


def verifier_les_suites(lu: dict[str, Any], relais: Relais) -> None:
    """Each mail left once, each document is one, the data is possible and its journal whole."""
    assert set(lu["courriers"].values()) == {"expedie"}
    assert relais.acceptes == dict.fromkeys(lu["courriers"], 1)
    assert lu["documents_doubles"] == 0
    assert lu["documents_dessines"] == lu["documents"]
    assert lu["impossibles"] == []
    assert "La chaîne est entière" in lu["journal"]


def dire(constat: Constat, lu: dict[str, Any], relais: Relais, temps: dict[str, float]) -> None:
    durees = sorted(constat.durees)
    lignes = [
        f"{sorte} : {len(cles)} répondues, {len(constat.en_vol[sorte])} en vol"
        for sorte, cles in constat.faites.items()
    ]
    mediane, lente = (durees[len(durees) * part // 100] * 1000 for part in (50, 95))
    doubles = sum(nombre > 1 for nombre in relais.acceptes.values())
    lignes += [
        f"refus : {dict(constat.refus)} ; reprises par clé d’idempotence : {constat.reprises}",
        f"réponse médiane {mediane:.0f} ms, 95e centile {lente:.0f} ms",
        f"{len(lu['courriers'])} courriels, {relais.acceptes.total()} reçus par le relais, {doubles} en double",
        f"par modèle : {lu['modeles']}",
        f"{lu['documents_dessines']} documents dessinés sur {lu['documents']}, {lu['documents_doubles']} en double",
        f"invariants rompus : {lu['impossibles']} ; {lu['journal']}",
        ", ".join(f"{quoi} {secondes:.0f} s" for quoi, secondes in temps.items()),
    ]
    sys.stdout.write("\n  " + "\n  ".join(lignes) + "\n")
