"""The Celery application; its settings are Django's, its periodic tasks are in config.calendrier."""

import logging
import logging.config
import os
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

from celery import Celery, signals
from celery.app.task import Task
from redis import RedisError

from config.calendrier import calendrier_celery

journal = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("emploi_formation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = calendrier_celery()
app.autodiscover_tasks()

# What waits to be closed when the task ends, by its identifier: its context in the log, and when it began.
_EN_COURS: dict[str, tuple[Any, float]] = {}


@signals.setup_logging.connect
def garder_le_journal_du_service(**_: object) -> None:
    """The lines of workers and beat are those of the pages: Celery would otherwise set its own over them."""
    from django.conf import settings  # as below

    logging.config.dictConfig(settings.LOGGING)


@signals.heartbeat_sent.connect
def signaler_le_worker(**_: object) -> None:
    """Every two seconds, from the worker's main process: true even while all its tasks are long ones."""
    from noyau.courtier import donner_signe_de_vie  # models are not ready when Celery's command reads this module

    try:
        donner_signe_de_vie()
    except RedisError:
        journal.warning("Le courtier n’a pas reçu le signe de vie du worker.")


@signals.before_task_publish.connect
def dater_la_tache(headers: dict[str, Any] | None = None, **_: object) -> None:
    """Each task says when it was sent, and for which request."""
    from noyau.courtier import DEPOSEE_LE  # as above
    from noyau.journalisation import contexte_courant

    if headers is None:
        return
    headers.setdefault(DEPOSEE_LE, datetime.now(UTC).isoformat())
    if requete := contexte_courant().get("requete"):
        headers.setdefault("requete", requete)


@signals.beat_init.connect
def ecouter_beat(**_: object) -> None:
    """In beat's process alone, each task that leaves is a sign of life."""
    signals.after_task_publish.connect(signaler_beat)


def signaler_beat(**_: object) -> None:
    from noyau.courtier import donner_signe_de_beat  # as above

    try:
        donner_signe_de_beat()
    except RedisError:
        journal.warning("Le courtier n’a pas reçu le signe de vie de beat.")


@signals.task_prerun.connect
def ouvrir_la_tache(task_id: str, task: Task, **_: object) -> None:
    """What the task writes to the log tells its name, its identifier, and the request it comes from."""
    from noyau.journalisation import dans_le_contexte  # as above

    contexte = {"tache": task.name, "tache_id": task_id}
    if requete := getattr(task.request, "requete", None):
        contexte["requete"] = requete
    gestion = dans_le_contexte(**contexte)
    gestion.__enter__()
    _EN_COURS[task_id] = (gestion, perf_counter())


@signals.task_postrun.connect
def fermer_la_tache(task_id: str, task: Task, state: str | None = None, **_: object) -> None:
    """Count the task, and say in one line how it ended."""
    from noyau.courtier import noter_la_fin  # as above

    gestion, depart = _EN_COURS.pop(task_id, (None, perf_counter()))
    duree = perf_counter() - depart
    journal.info("%s : %s", task.name, state, extra={"duree_ms": round(duree * 1000), "issue": state})
    noter_la_fin(task.name, reussie=state == "SUCCESS", duree=duree, le=datetime.now(UTC))
    if gestion is not None:
        gestion.__exit__(None, None, None)
