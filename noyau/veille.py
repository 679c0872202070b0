"""Is everything the service stands on at work? Database, broker, worker, outbox: asked by the readiness page."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError, connection
from redis import Redis, RedisError

from noyau.courriers import Courrier

DELAI_COURTIER = 0.25
CLE_SIGNE_DE_VIE = "emploi-formation:worker:signe-de-vie"
# The worker gives a sign every two seconds; several may be missed before it is held for dead.
DUREE_SIGNE_DE_VIE = 15
RETARD_TOLERE = timedelta(minutes=5)


class Etat(NamedTuple):
    """What is at work; `retard` is how long the oldest e-mail has been due, None when the database cannot say."""

    base: bool
    courtier: bool
    worker: bool
    retard: timedelta | None

    @property
    def courriers(self) -> bool:
        return self.retard is not None and self.retard <= RETARD_TOLERE

    @property
    def pret(self) -> bool:
        return self.base and self.courtier and self.worker and self.courriers


def examiner(*, maintenant: datetime) -> Etat:
    """Asks each of them once, a quarter of a second at most for the broker; raises nothing."""
    retard = _retard_des_courriers(maintenant)
    courtier, worker = _courtier_et_worker()
    return Etat(base=retard is not None, courtier=courtier, worker=worker, retard=retard)


def donner_signe_de_vie() -> None:
    """Says that a worker is connected to the broker. The key vanishes by itself when nobody repeats it."""
    _client(settings.REDIS_URL).set(CLE_SIGNE_DE_VIE, "1", ex=DUREE_SIGNE_DE_VIE)


def _retard_des_courriers(maintenant: datetime) -> timedelta | None:
    try:
        connection.ensure_connection()
        echeance = Courrier.objects.dus(maintenant).values_list("prochain_essai_le", flat=True).first()
    except DatabaseError:
        return None
    return maintenant - echeance if echeance else timedelta(0)


def _courtier_et_worker() -> tuple[bool, bool]:
    try:
        return True, bool(_client(settings.REDIS_URL).exists(CLE_SIGNE_DE_VIE))
    except RedisError:
        return False, False


@lru_cache(maxsize=4)
def _client(url: str) -> Redis:
    return Redis.from_url(url, socket_timeout=DELAI_COURTIER, socket_connect_timeout=DELAI_COURTIER)
