"""The queue and what becomes of tasks, as the broker remembers it: read by probes and by Prometheus.

Workers serve no page; each writes in Redis what it did, and any web process tells it. Lost with Redis, which only
makes the counters start again.
"""

import json
import logging
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from redis import Redis, RedisError

journal = logging.getLogger(__name__)

DELAI_COURTIER = 0.25
RACINE = "emploi-formation"
CLE_SIGNE_DE_VIE = f"{RACINE}:worker:signe-de-vie"
CLE_BEAT = f"{RACINE}:beat:signe-de-vie"
SUCCES, FINIES, ECHOUEES, DUREES = (f"{RACINE}:taches:{quoi}" for quoi in ("succes", "finies", "echouees", "durees"))
# The worker gives a sign every two seconds; several may be missed before it is held for dead.
DUREE_SIGNE_DE_VIE = 15
# Beat sends something every ten seconds.
DUREE_SIGNE_DE_BEAT = 45
# Name of Celery's queue, and the header in which each task says when it was sent.
FILE = "celery"
DEPOSEE_LE = "deposee_le"


class EtatDeLaFile(NamedTuple):
    """``attendent``: tasks nobody took; ``en_main``: taken, not acknowledged; ``age``: since the oldest was sent."""

    attendent: int
    en_main: int
    age: timedelta


class Bilan(NamedTuple):
    """What became of one kind of task; ``succes_le`` is an instant in seconds (Unix), None before the first."""

    nom: str
    finies: int
    echouees: int
    duree: float
    succes_le: float | None


def client_du_courtier() -> Redis:
    """Give the connection of this process to the server of the queue; a quarter of a second of patience."""
    return _client(settings.REDIS_URL)


def donner_signe_de_vie() -> None:
    """Says that a worker is connected to the broker. The key vanishes by itself when nobody repeats it."""
    client_du_courtier().set(CLE_SIGNE_DE_VIE, "1", ex=DUREE_SIGNE_DE_VIE)


def donner_signe_de_beat() -> None:
    """Says that beat just sent a task."""
    client_du_courtier().set(CLE_BEAT, "1", ex=DUREE_SIGNE_DE_BEAT)


def lire_la_file(*, maintenant: datetime) -> EtatDeLaFile:
    """Ask the broker. Raises ``RedisError``."""
    prefixe = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("global_keyprefix", "")
    tuyau = client_du_courtier().pipeline(transaction=False)
    tuyau.llen(f"{prefixe}{FILE}").hlen(f"{prefixe}unacked").lindex(f"{prefixe}{FILE}", -1)
    attendent, en_main, plus_ancienne = tuyau.execute()
    return EtatDeLaFile(attendent, en_main, _age(plus_ancienne, maintenant))


def noter_la_fin(nom: str, *, reussie: bool, duree: float, le: datetime) -> None:
    """Remember what became of a task; ``duree`` in seconds. A silent broker costs a line, not the task."""
    try:
        tuyau = client_du_courtier().pipeline(transaction=False)
        tuyau.hincrby(FINIES if reussie else ECHOUEES, nom, 1).hincrbyfloat(DUREES, nom, duree)
        if reussie:
            tuyau.hset(SUCCES, nom, le.timestamp())
        tuyau.execute()
    except RedisError:
        journal.warning("Le courtier n’a pas reçu l’issue d’une tâche.", extra={"tache": nom})


def lire_les_bilans() -> list[Bilan]:
    """Give what became of each kind of task, by name. Raises ``RedisError``."""
    tuyau = client_du_courtier().pipeline(transaction=False)
    for cle in (FINIES, ECHOUEES, DUREES, SUCCES):
        tuyau.hgetall(cle)
    finies, echouees, durees, succes = (
        {nom.decode(): float(valeur) for nom, valeur in lues.items()} for lues in tuyau.execute()
    )
    return [
        Bilan(nom, int(finies.get(nom, 0)), int(echouees.get(nom, 0)), durees.get(nom, 0.0), succes.get(nom))
        for nom in sorted({*finies, *echouees})
    ]


def _age(message: bytes | None, maintenant: datetime) -> timedelta:
    """How long the task has waited. What another version sent has no date and counts for nought."""
    if message is None:
        return timedelta(0)
    try:
        deposee_le = datetime.fromisoformat(json.loads(message)["headers"][DEPOSEE_LE])
    except (KeyError, TypeError, ValueError):
        return timedelta(0)
    return max(maintenant.astimezone(UTC) - deposee_le, timedelta(0))


@lru_cache(maxsize=4)
def _client(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=DELAI_COURTIER, socket_connect_timeout=DELAI_COURTIER)
