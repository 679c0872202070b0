"""The background work that concerns every app."""

import logging

from celery import shared_task
from django.utils import timezone

from config.conservation import purger

journal = logging.getLogger(__name__)


@shared_task(name="config.purger", ignore_result=True)
def purger_chaque_jour() -> int:
    """Erase what has reached the end of its time; give how many things."""
    efface = 0
    for terme, nombre in purger(le=timezone.localdate()):
        if nombre:
            journal.info("Conservation : %s, %s.", nombre, terme.quoi)
        efface += nombre
    return efface
