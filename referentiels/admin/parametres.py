"""The dated values of the rules: officers add one from a day to come, and never touch the law of a past day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone

from referentiels.admin.base import AdminReferentiel
from referentiels.models import Parametre
from referentiels.regles.grandeurs import CODES
from referentiels.regles.typographie import composer, jour, nombre

EN_VIGUEUR, A_VENIR, PASSE = "En vigueur", "À venir", "Passé"


class FormulaireParametre(forms.ModelForm):
    code = forms.ChoiceField(
        label="Paramètre",
        choices=[
            ("", "Choisissez…"),
            *((code, composer(f"{grandeur.libelle} ({grandeur.unite})")) for code, grandeur in CODES.items()),
        ],
    )

    class Meta:
        model = Parametre
        fields = ["code", "valeur", "depuis", "texte"]
        localized_fields = ["valeur"]
        labels = {"valeur": "Valeur", "texte": "Texte qui la fixe"}
        help_texts = {
            "valeur": composer("Dans l’unité du paramètre. Une part s’écrit de 0 à 1 : 0,70 pour 70 %."),
            "depuis": "À partir de demain : les dossiers des jours passés gardent la valeur de leur jour.",
            "texte": "Délibération, règlement, question de la FAQ… avec l’article.",
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            del self.fields["code"]
            # « 6 » rather than the « 6,0000 » of the column.
            self.initial["valeur"] = Decimal(f"{self.instance.valeur.normalize():f}")

    def clean_depuis(self) -> date:
        depuis, aujourd_hui = self.cleaned_data["depuis"], timezone.localdate()
        if depuis <= aujourd_hui:
            raise ValidationError(
                composer(
                    "Une valeur ne change ni le passé ni les dossiers du jour : "
                    f"choisissez une date à partir du {jour(aujourd_hui + timedelta(days=1))}."
                ),
                code="passe",
            )
        return depuis

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        code, valeur = donnees.get("code") or self.instance.code, donnees.get("valeur")
        if code in CODES and valeur is not None and (erreur := _defaut(code, valeur)):
            self.add_error("valeur", ValidationError(composer(erreur), code="valeur"))
        return donnees


def _defaut(code: str, valeur: Decimal) -> str | None:
    """Say what is wrong with a value of this parameter, or nothing."""
    grandeur = CODES[code]
    if valeur <= 0:
        return "Cette valeur est un nombre plus grand que zéro."
    if grandeur.genre == "entier" and valeur != valeur.to_integral_value():
        return f"Cette valeur est un nombre entier ({grandeur.unite})."
    if grandeur.unite == "part du coût" and valeur > 1:
        return "Une part du coût va de 0 à 1 : 0,70 pour 70 %."
    return None


class FiltreEtat(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("en_vigueur", EN_VIGUEUR), ("a_venir", A_VENIR), ("passe", PASSE)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        aujourd_hui = timezone.localdate()
        filtres = {
            "en_vigueur": Q(depuis__lte=aujourd_hui) & (Q(suivant=None) | Q(suivant__gt=aujourd_hui)),
            "a_venir": Q(depuis__gt=aujourd_hui),
            "passe": Q(suivant__lte=aujourd_hui),
        }
        return queryset.filter(filtres.get(self.value() or "", Q()))


class FiltreParametre(admin.SimpleListFilter):
    title = "paramètre"
    parameter_name = "parametre"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(code, composer(grandeur.libelle)) for code, grandeur in CODES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(code=self.value()) if self.value() else queryset


@admin.register(Parametre)
class ParametreAdmin(AdminReferentiel):
    form = FormulaireParametre
    list_display = ["libelle", "valeur_lisible", "depuis", "etat", "texte", "saisi_par"]
    list_filter = [FiltreEtat, FiltreParametre]
    search_fields = ["code", "texte__unaccent__icontains"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Each value with the day the next one takes its place."""
        suite = Parametre.objects.filter(code=OuterRef("code"), depuis__gt=OuterRef("depuis")).order_by("depuis")
        return super().get_queryset(request).annotate(suivant=Subquery(suite.values("depuis")[:1]))

    def get_fields(self, request: HttpRequest, obj: Parametre | None = None) -> Any:
        fixes = ["libelle"] if obj else ["code"]
        return [*fixes, "valeur", "depuis", "texte", *(["saisi_par", "saisi_le"] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Parametre | None = None) -> list[str]:
        return ["libelle", "saisi_par", "saisi_le"]

    def has_change_permission(self, request: HttpRequest, obj: Parametre | None = None) -> bool:
        return super().has_change_permission(request, obj) and _se_change(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Parametre | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _se_change(obj)

    def save_model(self, request: HttpRequest, obj: Parametre, form: forms.ModelForm, change: bool) -> None:
        obj.saisi_par = str(request.user)
        super().save_model(request, obj, form, change)

    @admin.display(description="paramètre", ordering=F("code"))
    def libelle(self, parametre: Parametre) -> str:
        return composer(CODES[parametre.code].libelle) if parametre.code in CODES else parametre.code

    @admin.display(description="valeur")
    def valeur_lisible(self, parametre: Parametre) -> str:
        unite = CODES[parametre.code].unite if parametre.code in CODES else ""
        return f"{nombre(parametre.valeur)} {unite}".strip()

    @admin.display(description="état")
    def etat(self, parametre: Parametre) -> str:
        aujourd_hui = timezone.localdate()
        if parametre.depuis > aujourd_hui:
            return A_VENIR
        suivant = getattr(parametre, "suivant", None)
        return PASSE if suivant and suivant <= aujourd_hui else EN_VIGUEUR


def _se_change(parametre: Parametre | None) -> bool:
    """Only a value to come may be changed or taken back (the database refuses the others, whoever asks)."""
    return parametre is None or parametre.depuis > timezone.localdate()
