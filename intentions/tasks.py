"""The background work of intentions."""

from celery import shared_task
from django.utils import timezone

from intentions.expedition import expedier_les_envois
from intentions.importation_differee import importer_les_listes


# Early acknowledgement and a short life: the task is only a hint, the rows are the truth and beat repeats it. A server
# that answers drop by drop is cut off by the soft limit, which counts as a failed try.
@shared_task(name="intentions.expedier_envois", acks_late=False, ignore_result=True, soft_time_limit=50, time_limit=90)
def expedier_envois() -> int:
    """Post to partners the events that are due, for twenty seconds at most; give how many were delivered."""
    return expedier_les_envois(maintenant=timezone.now)


# A killed worker's list is free at once and starts again where it stopped: the rows are the truth, beat repeats the
# hint. What stays within the hour of the broker's patience for the longest lists.
@shared_task(name="intentions.importer_listes", acks_late=False, ignore_result=True, time_limit=3300)
def importer_listes() -> int:
    """Import the lists that officers handed over; give how many were finished."""
    return importer_les_listes(maintenant=timezone.now)
