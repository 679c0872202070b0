"""What issued invoices hold of the hours of a month: the application of hours asks, and knows no invoice."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from factures.models import DetailFacture


def heures_emises(parcours: Iterable[int], mois: date) -> dict[int, Decimal]:
    """Give the hours of ``mois`` on issued invoices, avoirs taken off, by parcours (1 query)."""
    details = DetailFacture.objects.filter(parcours__in=list(parcours), mois=mois)
    return dict(
        details.emis().order_by().values("parcours").annotate(total=Sum("heures")).values_list("parcours", "total")
    )
