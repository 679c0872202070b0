"""The background work of what comes after a training."""

from celery import shared_task
from django.utils import timezone

from insertion.actions.agreger import agreger_resultats


# Counted anew each time: a killed worker's work is simply done again.
@shared_task(name="insertion.agreger_resultats", ignore_result=True, time_limit=900)
def agreger() -> int:
    """Add results up; give how many lines they make."""
    return agreger_resultats(le=timezone.localdate())
