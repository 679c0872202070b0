"""`make run` from end to end, in a state folder of its own: opened, wounded, killed, opened again, closed."""

import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil
import pytest

from config.env import RACINE
from config.local import serveurs

pytestmark = pytest.mark.lent
PRET = re.compile(r"Le service est ouvert : (http://\S+)")


def port_libre() -> int:
    """Below the ports the system lends: the service takes some seconds to open, other tests take those meanwhile."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as prise, contextlib.suppress(OSError):
            prise.bind(("127.0.0.1", port))
            return port


@pytest.fixture
def lancer(lieu):
    lances = []

    def lancer_un(**reglages: str) -> subprocess.Popen:
        lances.append(_lancer(lieu, reglages))
        return lances[-1]

    yield lancer_un
    for service in lances:
        service.kill()
        service.wait()


def _lancer(lieu, reglages: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "config.local.superviseur"],
        cwd=RACINE,
        env=os.environ
        | {"ETAT": str(lieu.etat), "DEMO": "0", "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        | reglages,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def attendre_l_adresse(service: subprocess.Popen) -> str:
    dit = []
    for ligne in service.stdout:
        dit.append(ligne)
        if trouve := PRET.search(ligne):
            return trouve[1]
    pytest.fail("".join(dit))


def attendre(condition, delai=60.0):
    echeance = time.monotonic() + delai
    while not condition():
        if time.monotonic() > echeance:
            pytest.fail("rien n’est venu à temps")
        time.sleep(0.1)


def est_pret(adresse: str) -> bool:
    try:
        with urllib.request.urlopen(f"{adresse}sante/pret/", timeout=2) as reponse:
            return reponse.status == 200
    except (urllib.error.HTTPError, OSError):
        return False


def test_le_service_s_ouvre_se_releve_et_se_ferme(lieu, lancer):
    port = port_libre()
    service = lancer(PORT=str(port))
    adresse = attendre_l_adresse(service)
    assert adresse == f"http://127.0.0.1:{port}/"
    attendre(lambda: est_pret(adresse))

    second = lancer()
    assert (second.wait(30), second.stdout.read()) == (
        1,
        f"Le service est déjà en marche dans ce dossier : {adresse}\n",
    )

    enfants = psutil.Process(service.pid).children()
    assert len(enfants) == 3
    for enfant in enfants:
        enfant.kill()
    os.kill(int((lieu.etat / "gardien.pid").read_text()), signal.SIGKILL)
    # Workers of a killed server answer until the supervisor has seen it die.
    attendre(lambda: not any(enfant.is_running() for enfant in enfants))
    attendre(lambda: est_pret(adresse))

    descendants = psutil.Process(service.pid).children(recursive=True)
    service.kill()
    service.wait()
    attendre(lambda: not any(processus.is_running() for processus in descendants))

    service = lancer(PORT=str(port))
    attendre(lambda: est_pret(attendre_l_adresse(service)))
    descendants = psutil.Process(service.pid).children(recursive=True)
    service.send_signal(signal.SIGINT)
    assert service.wait(30) == 0
    assert "Tout est arrêté." in service.stdout.read()
    assert [processus for processus in descendants if processus.is_running()] == []
    assert not serveurs.est_garde(lieu)


def test_un_port_deja_pris_se_dit(lancer):
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]
        service = lancer(PORT=str(port))

        assert service.wait(30) == 1
        assert f"Le port {port} est déjà pris : choisissez-en un autre avec PORT=." in service.stdout.read()
