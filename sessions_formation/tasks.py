"""The background work of sessions."""

from celery import shared_task
from django.utils import timezone

from sessions_formation.actions.presences import relancer_etapes


# Repeated all day by beat: each reminder has its key in the outbox, so a late or doubled run sends nothing twice.
@shared_task(name="sessions_formation.relancer_etapes", acks_late=False, ignore_result=True)
def rappeler_les_etapes() -> int:
    """Remind employers of the steps that come within two working days; give how many e-mails were written."""
    return relancer_etapes(timezone.localdate())
