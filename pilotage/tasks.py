"""The background work of steering."""

from celery import shared_task
from django.utils import timezone

from pilotage.actions.etudier_impact import mener_les_etudes


# A killed worker's study is free at once and begun anew: the rows are the truth, beat repeats the hint.
@shared_task(name="pilotage.etudier_impacts", acks_late=False, ignore_result=True, time_limit=900)
def etudier_impacts() -> int:
    """Judge the files of the studies of impact that wait; give how many were finished."""
    return mener_les_etudes(maintenant=timezone.now)
