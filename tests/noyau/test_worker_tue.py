"""A real worker, a real broker, a real relay: the worker is killed while it sends, and no letter is lost or doubled.

``COURRIERS_TUES`` and ``MISES_A_MORT`` raise the numbers (1 000 and 5 for those of docs/exploitation/volumes.md).
"""

import contextlib
import itertools
import os
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from redis import Redis

from noyau import courriers
from noyau.courriers import Courrier, StatutCourrier
from noyau.courtier import CLE_SIGNE_DE_VIE
from tests.noyau.exemples import INTENTION, decision_annulee
from tests.noyau.relais import relais_ouvert

COURRIERS = int(os.environ.get("COURRIERS_TUES", "150"))
MISES_A_MORT = int(os.environ.get("MISES_A_MORT", "3"))
BAIL_SECONDES = 2
RACINE = settings.BASE_DIR

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.lent,
    pytest.mark.enable_socket,
]


class Relais:
    """An SMTP relay that writes each Message-ID in its log before it answers « 250 »."""

    def __init__(self, chemin):
        self.chemin = chemin
        self.acceptes = Counter()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 — aiosmtpd's name
        entete = next(ligne for ligne in envelope.content.splitlines() if ligne.lower().startswith(b"message-id:"))
        identifiant = entete.split(b":", 1)[1].strip().decode()
        self.acceptes[identifiant] += 1
        with self.chemin.open("a") as journal:
            journal.write(f"postfix/cleanup: message-id={identifiant}\n")
        return "250 2.0.0 Ok"


@pytest.fixture
def relais(tmp_path):
    relais = Relais(tmp_path / "mail.log")
    relais.chemin.touch()
    with relais_ouvert(relais) as relais.port:
        yield relais


@contextlib.contextmanager
def worker(relais, tmp_path, *, journal_interroge):
    """Start a Celery worker on the tests' database and broker, in a session of its own; kill it at the end."""
    environnement = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.reglages_worker",
        "BASE_DU_TEST": connection.settings_dict["NAME"],
        "COURRIER_BAIL_SECONDES": str(BAIL_SECONDES),
        "EMAIL_URL": f"smtp://127.0.0.1:{relais.port}",
        "RELAIS_JOURNAL": str(relais.chemin) if journal_interroge else "",
    }
    commande = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "2", "-l", "WARNING"]
    options = ["--without-gossip", "--without-mingle"]
    with (tmp_path / "worker.log").open("ab") as sortie:
        processus = subprocess.Popen(
            [*commande, *options], cwd=RACINE, env=environnement, stdout=sortie, stderr=sortie, start_new_session=True
        )
    try:
        yield processus
    finally:
        tuer(processus)


def tuer(processus):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(processus.pid, signal.SIGKILL)
    processus.wait()
    # Its last sign of life outlives it by some seconds: the next tests have no worker.
    Redis.from_url(settings.REDIS_URL).delete(CLE_SIGNE_DE_VIE)


def deposer_des_courriers(nombre):
    """Decide ``nombre`` times, one in ten rolled back; give the Message-IDs that must arrive."""
    voulus = set()
    for rang in range(nombre):
        annulee = rang % 10 == 3
        with decision_annulee() if annulee else transaction.atomic():
            courrier = courriers.deposer(
                modele="intention_adressee", cle=f"tue:{rang}", destinataire="of@exemple.test", contexte=INTENTION
            )
        if not annulee:
            voulus.add(courrier.message_id)
    return voulus


def attendre(condition, secondes, tmp_path):
    """Wait for ``condition``, ticking every second as beat does every ten."""
    fin = time.monotonic() + secondes
    for tic in itertools.count():
        if condition():
            return
        if time.monotonic() > fin:
            break
        if tic % 20 == 0:
            current_app.send_task("noyau.expedier_courriers", expires=10)
        time.sleep(0.05)
    pytest.fail("Rien ne vient : " + (tmp_path / "worker.log").read_text()[-3000:])


@pytest.mark.parametrize("journal_interroge", [True, False], ids=["relais-interroge", "relais-muet"])
def test_un_worker_tue_en_plein_envoi_ne_perd_ni_ne_double_rien(relais, tmp_path, journal_interroge):
    voulus = deposer_des_courriers(COURRIERS)
    palier = len(voulus) // (MISES_A_MORT + 1)

    for tour in range(1, MISES_A_MORT + 1):
        with worker(relais, tmp_path, journal_interroge=journal_interroge):
            attendre(lambda: len(relais.acceptes) >= palier * tour, 60, tmp_path)  # noqa: B023
    with worker(relais, tmp_path, journal_interroge=journal_interroge):
        attendre(lambda: not Courrier.objects.exclude(statut=StatutCourrier.EXPEDIE).exists(), 90, tmp_path)

    assert set(relais.acceptes) == voulus
    doubles = sum(relais.acceptes.values()) - len(voulus)
    if journal_interroge:
        assert doubles == 0
    else:
        # One worker of two processes: at most the two letters in flight at each kill, under their own Message-ID.
        assert doubles <= 2 * MISES_A_MORT
        assert max(relais.acceptes.values()) == (2 if doubles else 1)
