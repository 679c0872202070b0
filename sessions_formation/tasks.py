"""The background work of sessions."""

from celery import shared_task
from django.utils import timezone

from sessions_formation.actions.decider_ensemble import executer_les_decisions
from sessions_formation.actions.relancer import relancer

# Nobody is written to before.
PREMIERE_HEURE = 7


@shared_task(name="sessions_formation.relancer_intentions", ignore_result=True)
def relancer_intentions() -> int:
    """Do what is due about intentions and steps today (domaine.md §6); give how many acts.

    Nobody is written to at night.
    """
    maintenant = timezone.localtime()
    if maintenant.hour < PREMIERE_HEURE:
        return 0
    return sum(bilan.faites for bilan in relancer(le=maintenant.date()).values())


# A killed worker's file is free at once, undecided: the rows are the truth, beat repeats the hint.
@shared_task(name="sessions_formation.decider_ensemble", acks_late=False, ignore_result=True, time_limit=900)
def decider_ensemble() -> int:
    """Carry out the decisions that officers took on several requests; give how many requests were dealt with."""
    return executer_les_decisions(le=timezone.localdate(), maintenant=timezone.now)
