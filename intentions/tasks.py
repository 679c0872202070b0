"""The background work of intentions."""

from celery import shared_task
from django.utils import timezone

from intentions.expedition import expedier_les_envois


# Early acknowledgement and a short life: the task is only a hint, the rows are the truth and beat repeats it. A server
# that answers drop by drop is cut off by the soft limit, which counts as a failed try.
@shared_task(name="intentions.expedier_envois", acks_late=False, ignore_result=True, soft_time_limit=50, time_limit=90)
def expedier_envois() -> int:
    """Post to partners the events that are due, for twenty seconds at most; give how many were delivered."""
    return expedier_les_envois(maintenant=timezone.now)
