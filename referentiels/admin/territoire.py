from django.contrib import admin

from referentiels.admin.base import AdminDeFichier, AdminDeNoms, AdminReferentiel
from referentiels.models import Commune, CommuneDeleguee, Departement, Epci, TerritoireEfop


@admin.register(Departement)
class DepartementAdmin(AdminDeFichier):
    list_display = ["code", "nom", "nom_region", "dans_region", "limitrophe"]
    list_display_links = ["code", "nom"]
    list_filter = ["dans_region", "limitrophe"]
    search_fields = ["=code", "nom__unaccent__icontains"]
    readonly_fields = ["code", "nom", "nom_region", "dans_region", "limitrophe"]


@admin.register(Epci)
class EpciAdmin(AdminDeFichier):
    list_display = ["nom", "code_siren"]
    search_fields = ["nom__unaccent__icontains", "=code_siren"]
    readonly_fields = ["code_siren", "nom"]


@admin.register(TerritoireEfop)
class TerritoireEfopAdmin(AdminReferentiel):
    list_display = ["nom", "code", "departement"]
    list_filter = [("departement", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["departement"]
    search_fields = ["nom__unaccent__icontains", "code"]
    actions = None


@admin.register(Commune)
class CommuneAdmin(AdminDeNoms):
    list_display = ["nom", "code_insee", "codes", "departement", "epci", "territoire", "population"]
    list_filter = [("departement", admin.RelatedOnlyFieldListFilter), "territoire"]
    list_select_related = ["departement", "epci", "territoire"]
    search_fields = ["nom_normalise", "codes_postaux", "=code_insee"]
    readonly_fields = ["code_insee", "nom", "codes_postaux", "departement", "epci", "population"]

    @admin.display(description="codes postaux", ordering="codes_postaux")
    def codes(self, commune: Commune) -> str:
        return commune.codes_postaux.replace("|", ", ")


@admin.register(CommuneDeleguee)
class CommuneDelegueeAdmin(AdminDeNoms):
    list_display = ["nom", "code_insee", "commune"]
    list_select_related = ["commune"]
    search_fields = ["nom_normalise", "=code_insee", "commune__nom_normalise"]
    readonly_fields = ["code_insee", "nom", "commune"]
