"""Filters of the officers' lists, kept in the address. Each offers a bounded number of choices."""

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from noyau.listes import identifiant
from referentiels.models import Departement, OrganismeFormation
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


class FiltreOrganisme(admin.SimpleListFilter):
    """Those who wait for an answer: any other is found by searching its name."""

    title = "organisme"
    parameter_name = "organisme"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        qui_attendent = Session.objects.filter(statut__in=A_DECIDER).order_by().values("organisme")
        choisi = Q(pk=identifiant(self.value() or ""))
        organismes = OrganismeFormation.objects.filter(Q(pk__in=qui_attendent) | choisi).order_by("nom", "pk")
        return [(str(pk), nom) for pk, nom in organismes.values_list("pk", "nom")[:CHOIX_MAX]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        organisme = identifiant(self.value() or "")
        return queryset if organisme is None else queryset.filter(organisme=organisme)


class FiltreDepartement(admin.SimpleListFilter):
    title = "département"
    parameter_name = "departement"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(Departement.objects.filter(dans_region=True).order_by("code").values_list("code", "nom"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Session]) -> QuerySet[Session]:
        return queryset.filter(commune__departement=self.value()) if self.value() else queryset
