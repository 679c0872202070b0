"""Where statistics are read: the replica of the database when there is one that answers, else the database itself.

A replica is some seconds late: never read there what is then written, nor what a person has just done.
"""

import logging
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import Model

REPLIQUE = "statistiques"
# A replica that does not answer is left alone so long (seconds): waiting for it at each page would stop the pages.
REPIT = 30.0

journal = logging.getLogger(__name__)
# Per process: until when the replica is not read, and until when its delay is not even asked, by the clock that never
# goes back.
_repit: dict[str, float] = {}
MUETTE = "muette"

# Received and replayed up to the same point while something is being received: nothing is late, however long ago the
# last transaction was. Cut off from the database, it is as late as the last transaction it replayed is old.
_RETARD = """
    SELECT CASE
        WHEN NOT pg_is_in_recovery() THEN interval '0'
        WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT FROM pg_stat_wal_receiver)
        THEN interval '0'
        ELSE coalesce(clock_timestamp() - pg_last_xact_replay_timestamp(), interval '1 day')
    END
"""


class Routeur:
    """Nothing goes to the replica by itself: it is read where ``base_de_lecture`` is asked, and never written."""

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        return "default"

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db != REPLIQUE


def base_de_lecture() -> str:
    """Give the alias of the connection that statistics read (``connections[…]``, ``.using(…)``).

    The database itself while the replica does not answer, or is later than ``REPLIQUE_RETARD_MAX`` seconds: a slower
    dashboard is better than none, or than one of this morning. Told once in the log, asked again after a while.
    """
    if REPLIQUE not in settings.DATABASES or _repit.get(REPLIQUE, 0.0) > time.monotonic():
        return "default"
    try:
        retard = _lire_le_retard()
    except DatabaseError as erreur:
        _la_laisser()
        return _se_passer_d_elle(f"ne répond pas ({type(erreur).__name__})")
    if retard.total_seconds() > settings.REPLIQUE_RETARD_MAX:
        return _se_passer_d_elle(f"a {retard.total_seconds():.0f} secondes de retard")
    return REPLIQUE


def retard_de_la_replique() -> timedelta | None:
    """Give how late the replica is; None when there is none, or when it did not answer a moment ago.

    Asked by the readiness page: waiting for a host that is gone would have a balancer take the web for dead.
    """
    if REPLIQUE not in settings.DATABASES or _repit.get(MUETTE, 0.0) > time.monotonic():
        return None
    try:
        return _lire_le_retard()
    except DatabaseError:
        _la_laisser()
        return None


def _la_laisser() -> None:
    connections[REPLIQUE].close()
    _repit[MUETTE] = time.monotonic() + REPIT


def _se_passer_d_elle(pourquoi: str) -> str:
    _repit[REPLIQUE] = time.monotonic() + REPIT
    journal.warning("La réplique %s : les statistiques se lisent sur la base pendant %d s.", pourquoi, REPIT)
    return "default"


def _lire_le_retard() -> timedelta:
    with connections[REPLIQUE].cursor() as curseur:
        curseur.execute(_RETARD)
        return curseur.fetchone()[0]
