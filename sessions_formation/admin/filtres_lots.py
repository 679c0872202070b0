"""Filters of the list of lots, kept in the address."""

from datetime import date

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from referentiels.models import Departement
from referentiels.regles.typographie import jour
from sessions_formation.models import Lot


class FiltreDepartementDuLot(admin.SimpleListFilter):
    title = "département"
    parameter_name = "departement"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(Departement.objects.filter(dans_region=True).order_by("code").values_list("code", "nom"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Lot]) -> QuerySet[Lot]:
        # By key: a join would ask for DISTINCT over sums.
        if not self.value():
            return queryset
        return queryset.filter(pk__in=Lot.departements.through.objects.filter(departement=self.value()).values("lot"))


class FiltreOuvert(admin.SimpleListFilter):
    """Lots whose validity holds a day: today, the last of the year, the first of the next; or any day in the address
    (``?ouvert=2027-03-01``)."""

    title = "validité"
    parameter_name = "ouvert"
    ECHUS = "echus"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        le = timezone.localdate()
        jours = [date(le.year, 12, 31), date(le.year + 1, 1, 1)]
        choix = [(le.isoformat(), "Ouverts aujourd’hui"), *((j.isoformat(), f"Ouverts le {jour(j)}") for j in jours)]
        demande = self._jour()
        if demande and demande not in {le, *jours}:
            choix.append((demande.isoformat(), f"Ouverts le {jour(demande)}"))
        return [*choix, (self.ECHUS, "Échus")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Lot]) -> QuerySet[Lot]:
        if self.value() == self.ECHUS:
            return queryset.filter(fin__lt=timezone.localdate())
        le = self._jour()
        return queryset.ouverts(le) if le else queryset

    def _jour(self) -> date | None:
        try:
            return date.fromisoformat(self.used_parameters.get(self.parameter_name) or "")
        except ValueError:
            return None


class FiltreMinimum(admin.SimpleListFilter):
    """Reads what ``avec_montants`` has added."""

    title = "minimum"
    parameter_name = "minimum"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("manque", "Pas encore atteint"), ("atteint", "Atteint")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Lot]) -> QuerySet[Lot]:
        if self.value() == "manque":
            return queryset.filter(commande__lt=F("minimum"))
        return queryset.filter(commande__gte=F("minimum")) if self.value() == "atteint" else queryset
