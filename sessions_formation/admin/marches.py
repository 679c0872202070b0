"""The contract in the administration: groupements with their members, lot by lot, and habilitations."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from referentiels.admin import affichage
from referentiels.admin.base import AdminReferentiel
from referentiels.regles.typographie import enumerer
from sessions_formation.admin.prix import MembreForm
from sessions_formation.models import Groupement, Habilitation, Lot, MembreGroupement


class MembresEnLigne(admin.StackedInline):
    model = MembreGroupement
    form = MembreForm
    extra = 0
    autocomplete_fields = ["organisme"]

    def get_formset(
        self, request: HttpRequest, obj: Groupement | None = None, **options: Any
    ) -> type[BaseModelFormSet]:
        """The lots of this groupement only, read once for all its members."""
        formulaires = super().get_formset(request, obj, **options)
        if "lots" in formulaires.form.base_fields:
            lots = Lot.objects.filter(groupement=obj) if obj else Lot.objects.none()
            champ = formulaires.form.base_fields["lots"]
            champ.queryset = lots
            champ.widget.can_add_related = False
            champ.choices = [(lot.pk, str(lot)) for lot in lots.order_by("marche", "numero", "pk")]
        return formulaires

    def get_queryset(self, request: HttpRequest) -> QuerySet[MembreGroupement]:
        return super().get_queryset(request).select_related("organisme").prefetch_related("lots")


@admin.register(Groupement)
class GroupementAdmin(AdminReferentiel):
    list_display = ["nom", "membres", "lots"]
    search_fields = ["nom__unaccent__icontains", "membres__organisme__nom__unaccent__icontains"]
    inlines = [MembresEnLigne]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Groupement]:
        return super().get_queryset(request).prefetch_related("membres__organisme", "lots")

    @admin.display(description="membres")
    def membres(self, groupement: Groupement) -> str:
        return enumerer([str(membre) for membre in groupement.membres.all()]) or "–"

    @admin.display(description="lots")
    def lots(self, groupement: Groupement) -> str:
        return enumerer([lot.numero for lot in groupement.lots.all()]) or "–"


@admin.register(Habilitation)
class HabilitationAdmin(AdminReferentiel):
    list_display = ["organisme", "certification", "jusqu_au"]
    list_select_related = ["organisme", "certification"]
    search_fields = [
        "organisme__nom__unaccent__icontains",
        "certification__code",
        "certification__intitule__unaccent__icontains",
    ]
    ordering = ["organisme__nom", "certification", "pk"]
    autocomplete_fields = ["organisme", "certification"]
    actions = None

    @admin.display(description="valable jusqu’au", ordering="fin")
    def jusqu_au(self, habilitation: Habilitation) -> str | SafeString:
        if habilitation.fin is None:
            return "Sans limite"
        echue = habilitation.fin < timezone.localdate()
        return affichage.delai(affichage.jour_court(habilitation.fin), "depasse" if echue else "")
