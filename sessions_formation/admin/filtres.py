"""Filters of the officers' lists, kept in the address. Each offers a bounded number of choices."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from noyau.listes import identifiant
from sessions_formation.automates import A_DECIDER
from sessions_formation.enums import StatutSession
from sessions_formation.models import Lot, Session

CHOIX_MAX = 100
TOUTES = "toutes"


class FiltreEtat(admin.SimpleListFilter):
    """What waits for a decision unless asked otherwise."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        etats = [(statut.value, statut.label) for statut in StatutSession if statut != StatutSession.BROUILLON]
        return [(TOUTES, "Toutes"), *etats]

    def choices(self, changelist):
        """« À décider » takes the place of Django's « Tous »."""
        defaut, *autres = super().choices(changelist)
        yield {**defaut, "display": "À décider"}
        yield from autres

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        if self.value() == TOUTES:
            return queryset
        return queryset.filter(statut__in=[self.value()] if self.value() else A_DECIDER)


class FiltreLot(admin.SimpleListFilter):
    title = "lot"
    parameter_name = "lot"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        lots = Lot.objects.order_by("marche", "numero", "pk").values_list("pk", "numero", "intitule")[:CHOIX_MAX]
        return [(str(pk), f"{numero}, {intitule}") for pk, numero, intitule in lots]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        lot = identifiant(self.value() or "")
        return queryset if lot is None else queryset.filter(lot=lot)
