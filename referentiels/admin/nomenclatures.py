from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from referentiels.admin.base import AdminDeFichier, AdminDeNoms, AdminReferentiel
from referentiels.models import Certification, Metier, Secteur
from referentiels.regles.typographie import composer


class FormulaireSecteur(forms.ModelForm):
    """Tension begins or ends from a day on: what was already judged must not change (domaine.md § 4)."""

    class Meta:
        model = Secteur
        fields = ["libelle", "ordre", "tension_depuis", "tension_jusqu_au"]

    def clean_tension_depuis(self) -> date | None:
        depuis, avant = self.cleaned_data["tension_depuis"], self.instance.tension_depuis
        aujourd_hui = timezone.localdate()
        if depuis != avant and any(jour and jour <= aujourd_hui for jour in (avant, depuis)):
            raise ValidationError(
                composer("Des dossiers ont pu être jugés avec cette date : seule une date à venir se change."),
                code="passe",
            )
        return depuis

    def clean_tension_jusqu_au(self) -> date | None:
        jusqu_au, avant = self.cleaned_data["tension_jusqu_au"], self.instance.tension_jusqu_au
        aujourd_hui = timezone.localdate()
        if jusqu_au != avant and any(jour and jour < aujourd_hui for jour in (avant, jusqu_au)):
            raise ValidationError(
                composer("Des dossiers ont pu être jugés avec cette date : la tension finit aujourd’hui au plus tôt."),
                code="passe",
            )
        return jusqu_au


@admin.register(Secteur)
class SecteurAdmin(AdminDeFichier):
    form = FormulaireSecteur
    list_display = ["libelle", "code", "tension_depuis", "tension_jusqu_au", "cas_par_cas"]
    list_filter = ["cas_par_cas"]
    search_fields = ["libelle__unaccent__icontains", "code"]
    fields = ["code", "libelle", "ordre", "tension_depuis", "tension_jusqu_au", "cas_par_cas", "domaines_rome"]
    readonly_fields = ["code", "cas_par_cas", "domaines_rome"]


@admin.register(Metier)
class MetierAdmin(AdminDeNoms):
    list_display = ["libelle", "code_rome", "domaine", "dans"]
    list_filter = ["secteurs"]
    search_fields = ["libelle_normalise", "code_rome__istartswith"]
    fields = ["code_rome", "libelle", "domaine", "secteurs"]
    readonly_fields = ["code_rome", "libelle", "domaine"]
    filter_horizontal = ["secteurs"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("secteurs")

    @admin.display(description="secteurs")
    def dans(self, metier: Metier) -> str:
        return ", ".join(secteur.libelle for secteur in metier.secteurs.all())


@admin.register(Certification)
class CertificationAdmin(AdminReferentiel):
    list_display = ["code", "intitule", "niveau", "active", "fin_enregistrement"]
    list_display_links = ["code", "intitule"]
    list_filter = ["active", "niveau"]
    search_fields = ["code__istartswith", "intitule__unaccent__icontains"]
    actions = None

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code"] if obj else []
