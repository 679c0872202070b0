"""The background work that concerns every app."""

import logging

from celery import shared_task
from django.utils import timezone

from config.conservation import purger
from config.relances import relancer

journal = logging.getLogger(__name__)

# Nobody is written to before.
PREMIERE_HEURE = 7


@shared_task(name="config.relancer", ignore_result=True)
def relancer_chaque_heure() -> int:
    """Do what is due today (domaine.md §6); give how many acts. Nobody is written to at night."""
    maintenant = timezone.localtime()
    if maintenant.hour < PREMIERE_HEURE:
        return 0
    return sum(bilan.faites for bilan in relancer(le=maintenant.date()).values())


@shared_task(name="config.purger", ignore_result=True)
def purger_chaque_jour() -> int:
    """Erase what has reached the end of its time; give how many things."""
    efface = 0
    for terme, nombre in purger(le=timezone.localdate()):
        if nombre:
            journal.info("Conservation : %s, %s.", nombre, terme.quoi)
        efface += nombre
    return efface
