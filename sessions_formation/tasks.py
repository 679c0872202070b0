"""The background work of sessions."""

from celery import shared_task
from django.utils import timezone

from sessions_formation.actions.decider_ensemble import executer_les_decisions
from sessions_formation.actions.diffuser import relever_les_diffusions


# A killed worker's file is free at once, undecided: the rows are the truth, beat repeats the hint.
@shared_task(name="sessions_formation.decider_ensemble", acks_late=False, ignore_result=True, time_limit=900)
def decider_ensemble() -> int:
    """Carry out the decisions that officers took on several requests; give how many requests were dealt with."""
    return executer_les_decisions(le=timezone.localdate(), maintenant=timezone.now)


# Safe to repeat: what did not change is not written again.
@shared_task(name="sessions_formation.relever_diffusions", ignore_result=True, time_limit=1800)
def relever_diffusions() -> int:
    """Note what changed of what the Cariforef is told of each session; give how many did."""
    return relever_les_diffusions(le=timezone.localdate(), maintenant=timezone.now())
