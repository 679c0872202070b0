"""Filters of the officers' list of invoices, kept in the address."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from factures.enums import StatutFacture
from factures.models import Facture
from factures.queries.file import SUSPENDUE, a_controler
from noyau.listes import identifiant
from referentiels.regles.mois import Mois, derniers_mois
from sessions_formation.models import Lot

TOUTES, SUSPENDUES = "toutes", "suspendues"
MOIS_PROPOSES = 18
LOTS_MAX = 100


class FiltreEtat(admin.SimpleListFilter):
    """What waits for the service fait unless asked otherwise."""

    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(TOUTES, "Toutes les pièces émises"), (SUSPENDUES, "Suspendues"), *StatutFacture.choices]

    def choices(self, changelist):
        """« À contrôler » takes the place of Django's « Tous »."""
        defaut, *autres = super().choices(changelist)
        yield {**defaut, "display": "À contrôler"}
        yield from autres

    def queryset(self, request: HttpRequest, queryset: QuerySet[Facture]) -> QuerySet[Facture]:
        etat = self.value()
        if not etat:
            return a_controler(queryset)
        if etat == TOUTES:
            return queryset.emises()
        return queryset.filter(SUSPENDUE) if etat == SUSPENDUES else queryset.filter(statut=etat)


class FiltreMois(admin.SimpleListFilter):
    title = "mois"
    parameter_name = "mois"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        proposes = derniers_mois(timezone.localdate(), MOIS_PROPOSES)
        return [(f"{mois:%Y-%m}", date_format(mois, "F Y")) for mois in proposes]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Facture]) -> QuerySet[Facture]:
        try:
            return queryset.filter(mois=Mois.depuis(self.value()).premier_jour) if self.value() else queryset
        except ValueError:
            return queryset.none()


class FiltreLot(admin.SimpleListFilter):
    title = "lot"
    parameter_name = "lot"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        lots = Lot.objects.order_by("marche", "numero", "pk").values_list("pk", "numero", "intitule")[:LOTS_MAX]
        return [(str(pk), f"{numero}, {intitule}") for pk, numero, intitule in lots]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Facture]) -> QuerySet[Facture]:
        lot = identifiant(self.value() or "")
        return queryset if lot is None else queryset.filter(bon__lot=lot)
