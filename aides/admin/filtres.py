"""The filters of the requests, kept in the address."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from aides.enums import StatutAide, TypeAide
from aides.models import DemandeAide
from referentiels.models import Departement

MIENS, PERSONNE, TOUTES = "miens", "personne", "toutes"
A_LIQUIDER, A_PAYER = "a_liquider", "a_payer"


class FiltreEtat(admin.SimpleListFilter):
    """The queue when nothing is said; « toutes » for all of them."""

    title, parameter_name = "état", "etat"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        etats = [(code, libelle) for code, libelle in StatutAide.choices if code != StatutAide.BROUILLON]
        return [(TOUTES, "Toutes"), (A_LIQUIDER, "Bilan reçu, montant dû à arrêter"), (A_PAYER, "À payer"), *etats]

    def choices(self, changelist: Any) -> Any:
        """The first choice is the queue, not « all »."""
        premier, *autres = super().choices(changelist)
        yield {**premier, "display": "À instruire"}
        yield from autres

    def queryset(self, request: HttpRequest, queryset: QuerySet[DemandeAide]) -> QuerySet[DemandeAide]:
        voulu = self.value()
        if voulu == TOUTES:
            return queryset
        if voulu == A_LIQUIDER:
            return queryset.filter(statut=StatutAide.FORMATION_REALISEE, liquidee_le=None)
        if voulu == A_PAYER:
            return queryset.filter(statut=StatutAide.FORMATION_REALISEE, liquidee_le__isnull=False, paiement=None)
        return queryset.filter(statut=voulu or StatutAide.DEPOSEE)


class FiltreAgent(admin.SimpleListFilter):
    title, parameter_name = "agent", "agent"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(MIENS, "Mes dossiers"), (PERSONNE, "À personne")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[DemandeAide]) -> QuerySet[DemandeAide]:
        if self.value() == PERSONNE:
            return queryset.filter(agent=None)
        return queryset.filter(agent=request.user) if self.value() == MIENS else queryset


class FiltreDispositif(admin.SimpleListFilter):
    title, parameter_name = "aide", "aide"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(TypeAide.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[DemandeAide]) -> QuerySet[DemandeAide]:
        return queryset.filter(dispositif=self.value()) if self.value() else queryset


class FiltreDepartement(admin.SimpleListFilter):
    title, parameter_name = "département", "departement"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(Departement.objects.filter(dans_region=True).order_by("code").values_list("code", "nom"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[DemandeAide]) -> QuerySet[DemandeAide]:
        return queryset.filter(employeur__departement=self.value()) if self.value() else queryset
