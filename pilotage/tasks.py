"""The background work of steering."""

from celery import shared_task
from django.utils import timezone

from pilotage.actions.chasser import chasser_cette_nuit
from pilotage.actions.compter import compter_postes
from pilotage.actions.etudier_impact import mener_les_etudes
from pilotage.actions.publier import publier_chiffres
from pilotage.actions.rejouer import mener_les_rejeux


# A killed worker's study is free at once and begun anew: the rows are the truth, beat repeats the hint.
@shared_task(name="pilotage.etudier_impacts", acks_late=False, ignore_result=True, time_limit=900)
def etudier_impacts() -> int:
    """Judge the files of the studies of impact that wait; give how many were finished."""
    return mener_les_etudes(maintenant=timezone.now)


# As for a study: a killed worker's replay is free at once and begun anew.
@shared_task(name="pilotage.rejouer", acks_late=False, ignore_result=True, time_limit=900)
def rejouer() -> int:
    """Work out the past periods that wait to be replayed under other values; give how many came to their end."""
    return mener_les_rejeux(maintenant=timezone.now)


# Looked at every hour, done once a night: a beat that was down at two in the morning misses nothing.
@shared_task(name="pilotage.chasser_impossibles", acks_late=False, ignore_result=True, time_limit=1800)
def chasser_impossibles() -> int:
    """Hunt impossible data, at night; give how many invariants are broken."""
    return chasser_cette_nuit(maintenant=timezone.now())


# Counted anew each time: a killed worker's work is simply done again.
@shared_task(name="pilotage.compter_postes", ignore_result=True, time_limit=900)
def compter() -> int:
    """Count what dashboards show; give how many lines changed."""
    return compter_postes(le=timezone.localdate())


# Nothing but one query once a month is published: looked at every hour, it is the first one that can.
@shared_task(name="pilotage.publier_chiffres", ignore_result=True, time_limit=300)
def publier() -> bool:
    """Publish the figures of the months that are over; tell whether anything was published."""
    return publier_chiffres(le=timezone.localdate(), maintenant=timezone.now())
