"""Hours declared for orders, trainee by trainee and month by month: what invoices are made of."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, DecimalField, F, QuerySet, Value, When

from heures.enums import StatutReleve
from heures.models import HeuresParcours

_HEURES: DecimalField = DecimalField(max_digits=7, decimal_places=2)


def heures_declarees(bons: Iterable[int], *, jusqu_a: date) -> QuerySet[Any]:
    """Give the lines of these orders up to the month ``jusqu_a``: ``bon``, ``composante``, ``mois``, ``comptees``.

    ``comptees``: hours done, none while their month is open: only what is declared is invoiced *(choice)*.
    """
    return (
        HeuresParcours.objects.filter(releve__session__composante__bon__in=list(bons), releve__mois__lte=jusqu_a)
        .annotate(
            bon=F("releve__session__composante__bon"),
            composante=F("releve__session__composante"),
            mois=F("releve__mois"),
            comptees=Case(
                When(releve__statut=StatutReleve.DECLARE, then=F("faites")),
                default=Value(Decimal("0.00")),
                output_field=_HEURES,
            ),
        )
        .order_by()
    )
