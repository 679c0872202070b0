"""What is done of a lot, in euros: hours declared, at the prices they were ordered at."""

from typing import Any

from django.db.models import (
    Case,
    DecimalField,
    Exists,
    ExpressionWrapper,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Greatest, Least, Round

from heures.enums import StatutReleve
from heures.models import HeuresParcours, Releve
from referentiels.regles.montants import ZERO
from sessions_formation.models import Composante, Mouvement

_NOMBRE: DecimalField = DecimalField(max_digits=16, decimal_places=4)
_EUROS: DecimalField = DecimalField(max_digits=14, decimal_places=2)


def fait_du_lot() -> Combinable:
    """Give what is done of a row of lots, in euros.

    Hours at the composante's own price first, then at the mean price of its amendments; never more than is ordered
    (what exceeds is not invoiced). Exact when amendments have one price, and once all that is ordered is done.
    """
    declares = Releve.objects.filter(session=OuterRef("session"), statut=StatutReleve.DECLARE)
    composantes = (
        Composante.objects.filter(Exists(declares), bon__lot=OuterRef("pk"))
        .annotate(
            faites=_somme(
                HeuresParcours.objects.filter(
                    releve__session=OuterRef("session"), releve__statut=StatutReleve.DECLARE
                ).values("releve__session"),
                "faites",
            ),
            au_prix=_heures_au_prix(),
            autres_heures=_somme(_autres(), "heures"),
            autres_euros=_somme(_autres(), "montant"),
        )
        .annotate(propres=Least("faites", "au_prix"))
        .annotate(
            euros=F("propres") * F("prix_heure")
            + Case(
                When(
                    autres_heures__gt=0,
                    then=Least(F("faites") - F("propres"), F("autres_heures"))
                    * F("autres_euros")
                    / F("autres_heures"),
                ),
                default=Value(ZERO),
                output_field=_NOMBRE,
            )
        )
    )
    total = composantes.order_by().values("bon__lot").annotate(total=Sum("euros", output_field=_NOMBRE))
    return Coalesce(Round(Subquery(total.values("total"), output_field=_NOMBRE), 2), ZERO, output_field=_EUROS)


def _heures_au_prix() -> Combinable:
    """Hours ordered at the composante's own price. As integers: PostgreSQL multiplies two smallints as one."""
    au_debut = ExpressionWrapper(Cast("parcours", IntegerField()) * F("heures"), output_field=IntegerField())
    memes = Mouvement.objects.filter(composante=OuterRef("pk"), prix_heure=OuterRef("prix_heure"))
    return Greatest(Cast(au_debut, _NOMBRE) + _somme(memes.values("composante"), "heures"), Value(ZERO))


def _autres() -> QuerySet[Any]:
    autres = Mouvement.objects.filter(composante=OuterRef("pk")).exclude(prix_heure=OuterRef("prix_heure"))
    return autres.values("composante")


def _somme(lignes: QuerySet, champ: str) -> Coalesce:
    total = lignes.order_by().annotate(total=Sum(champ)).values("total")
    return Coalesce(Subquery(total, output_field=_NOMBRE), ZERO, output_field=_NOMBRE)
