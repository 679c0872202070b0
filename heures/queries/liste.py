"""Relevés as a list: what is to declare first, and what each holds."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Case, Count, IntegerField, QuerySet, Sum, Value, When

from heures.enums import StatutReleve
from heures.models import HeuresParcours, Releve
from heures.regles.mois import premier_du_mois


class Contenu(NamedTuple):
    """What a relevé holds: people, hours planned and done."""

    personnes: int = 0
    prevues: Decimal = Decimal(0)
    faites: Decimal = Decimal(0)


def avec_urgence(releves: QuerySet[Releve], *, le: date) -> QuerySet[Releve]:
    """Add ``urgence`` to relevés: 0 for a month over and not declared, 1 for one that runs, 2 once declared."""
    urgence = Case(
        When(statut=StatutReleve.DECLARE, then=Value(2)),
        When(mois__lt=premier_du_mois(le), then=Value(0)),
        default=Value(1),
        output_field=IntegerField(),
    )
    return releves.annotate(urgence=urgence)


def contenus(releves: Iterable[Releve]) -> dict[int, Contenu]:
    """Give what each relevé holds, by its id (1 query)."""
    lignes = HeuresParcours.objects.filter(releve__in=[releve.pk for releve in releves]).order_by()
    sommes = lignes.values("releve").annotate(n=Count("pk"), p=Sum("prevues"), f=Sum("faites"))
    return {somme["releve"]: Contenu(somme["n"], somme["p"], somme["f"]) for somme in sommes}
