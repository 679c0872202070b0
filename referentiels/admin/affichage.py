"""States and verdicts in the lists of the administration, as everywhere else: an icon and words."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from noyau.templatetags.maison import icone, jour_court
from referentiels.regles.constats import Verdict
from referentiels.templatetags.regles import icone_d_etat

__all__ = ["VERDICTS", "FiltreVerdict", "delai", "etat", "jour_court", "lien", "verdict"]

VERDICTS = {
    Verdict.ELIGIBLE: "Éligible",
    Verdict.DEROGATION: "Dérogation",
    Verdict.A_COMPLETER: "À compléter",
    Verdict.NON_ELIGIBLE: "Non éligible",
}


def etat(code: str, libelle: str) -> SafeString:
    """Draw a state, as ``composants/etat.html`` does, without the cost of a template for each row."""
    return format_html('<span class="etat etat--{}">{}{}</span>', code, icone(icone_d_etat(code)), libelle)


def delai(texte: str, niveau: str) -> SafeString:
    """Draw how long something has waited, as ``composants/delai.html`` does."""
    depasse = niveau == "depasse"
    return format_html(
        '<span class="delai{}">{} {}{}</span>',
        f" delai--{niveau}" if niveau else "",
        icone("alerte" if depasse else "horloge"),
        texte,
        ", dépassé" if depasse else "",
    )


def lien(nom: str, cle: object, texte: str) -> SafeString:
    """Draw a link to the page ``nom`` of the object ``cle``."""
    return format_html('<a href="{}">{}</a>', reverse(nom, args=[cle]), texte)


def verdict(code: str) -> str:
    """Give a verdict in words; a dash for a file nobody has judged."""
    return VERDICTS[Verdict(code)] if code else "–"


class FiltreVerdict(admin.SimpleListFilter):
    title = "verdict"
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(verdict.value, libelle) for verdict, libelle in VERDICTS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(verdict=self.value()) if self.value() else queryset
