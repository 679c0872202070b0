"""The catalogue of schemes, kept true by officers."""

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from referentiels.admin.base import AdminReferentiel
from referentiels.forms.dispositifs import FormulaireDispositif
from referentiels.models import Dispositif


@admin.register(Dispositif)
class DispositifAdmin(AdminReferentiel):
    """What an officer writes is marked: the next load of the files leaves it alone. Every change is kept."""

    form = FormulaireDispositif
    list_display = ["nom", "famille", "ou", "a_preciser", "corrige_le", "actif"]
    list_filter = ["famille", "actif", ("corrige_le", admin.EmptyFieldListFilter)]
    search_fields = ["nom__unaccent__icontains", "quoi__unaccent__icontains", "code"]
    ordering = ["ordre", "code"]
    actions = None

    def get_fields(self, request: HttpRequest, obj: Dispositif | None = None) -> list[str]:
        return [*FormulaireDispositif.Meta.fields, *(["corrige_le"] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Dispositif | None = None) -> list[str]:
        return ["code", "corrige_le"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Dispositif | None = None) -> bool:
        """One no longer shown keeps its row: what was refused has sent people there."""
        return False

    def save_model(self, request: HttpRequest, obj: Dispositif, form: forms.ModelForm, change: bool) -> None:
        obj.corrige_le = timezone.now()
        super().save_model(request, obj, form, change)

    def view_on_site(self, obj: Dispositif) -> str:
        return reverse("dispositif", args=[obj.pk])
