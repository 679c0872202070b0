from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from referentiels.admin.base import AdminDeFichier, AdminReferentiel
from referentiels.models import Employeur, Opco, OrganismeFormation, StructureReseau
from referentiels.regles.siret import compacter


class AdminEtablissement(AdminReferentiel):
    """Organisations known by a SIRET, which people type with spaces."""

    list_filter = [("departement", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["departement"]
    search_fields = ["nom__unaccent__icontains", "siret__startswith", "ville__unaccent__icontains"]
    autocomplete_fields = ["commune"]
    actions = None

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        compact = compacter(search_term)
        return super().get_search_results(request, queryset, compact if compact.isdecimal() else search_term)


@admin.register(Employeur)
class EmployeurAdmin(AdminEtablissement):
    list_display = ["nom", "siret", "ville", "departement", "public", "effectif"]
    list_filter = [*AdminEtablissement.list_filter, "public", "siae", "etti"]


@admin.register(OrganismeFormation)
class OrganismeFormationAdmin(AdminEtablissement):
    list_display = ["nom", "siret", "ville", "departement", "nda", "qualiopi"]
    list_filter = [*AdminEtablissement.list_filter, "qualiopi"]
    search_fields = [*AdminEtablissement.search_fields, "=nda"]


@admin.register(StructureReseau)
class StructureReseauAdmin(AdminReferentiel):
    list_display = ["nom", "nature", "couvre", "courriel"]
    list_filter = ["nature", ("departements", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["nom__unaccent__icontains", "courriel"]
    filter_horizontal = ["departements"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("departements")

    @admin.display(description="départements")
    def couvre(self, structure: StructureReseau) -> str:
        return ", ".join(departement.code for departement in structure.departements.all())


@admin.register(Opco)
class OpcoAdmin(AdminDeFichier):
    list_display = ["nom", "code", "siren"]
    search_fields = ["nom__unaccent__icontains", "=siren"]
    readonly_fields = ["code", "nom", "siren"]
