"""The Celery application; its settings are Django's, its periodic tasks are in config.calendrier."""

import logging
import os

from celery import Celery, signals
from redis import RedisError

from config.calendrier import calendrier_celery

journal = logging.getLogger(__name__)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("emploi_formation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = calendrier_celery()
app.autodiscover_tasks()


@signals.heartbeat_sent.connect
def signaler_le_worker(**_: object) -> None:
    """Every two seconds, from the worker's main process: true even while all its tasks are long ones."""
    from noyau.veille import donner_signe_de_vie  # models are not ready when Celery's command reads this module

    try:
        donner_signe_de_vie()
    except RedisError:
        journal.warning("Le courtier n’a pas reçu le signe de vie du worker.")
