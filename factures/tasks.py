"""The background work of invoices."""

from celery import shared_task
from django.utils import timezone

from factures.actions.preparer import preparer_factures
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import premier_jour_ouvre
from referentiels.regles.mois import Mois

# Hours are declared, then read by people, in the daytime: drafts do not change at night.
PREMIERE_HEURE = 7


@shared_task(name="factures.preparer", ignore_result=True, time_limit=900)
def preparer() -> int:
    """Prepare last month's invoices from the first working day on, and bring them up to date with hours declared late
    (issue #6); give how many drafts were written."""
    maintenant = timezone.localtime()
    le = maintenant.date()
    if maintenant.hour < PREMIERE_HEURE or le < premier_jour_ouvre(le.year, le.month, feries=FERIES):
        return 0
    return preparer_factures(mois=Mois.clos_au(le).premier_jour, le=le).preparees
