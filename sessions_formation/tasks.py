"""The background work of sessions."""

from celery import shared_task
from django.utils import timezone

from sessions_formation.actions.presences import relancer_etapes
from sessions_formation.actions.relancer import relancer

# Nobody is written to before.
PREMIERE_HEURE = 7


# Repeated all day by beat: each reminder has its key in the outbox, so a late or doubled run sends nothing twice.
@shared_task(name="sessions_formation.relancer_etapes", acks_late=False, ignore_result=True)
def rappeler_les_etapes() -> int:
    """Remind employers of the steps that come within two working days; give how many e-mails were written."""
    return relancer_etapes(timezone.localdate())


@shared_task(name="sessions_formation.relancer_intentions", ignore_result=True)
def relancer_intentions() -> int:
    """Do what is due about intentions today (domaine.md §6); give how many acts. Nobody is written to at night."""
    maintenant = timezone.localtime()
    if maintenant.hour < PREMIERE_HEURE:
        return 0
    return sum(bilan.faites for bilan in relancer(le=maintenant.date()).values())
