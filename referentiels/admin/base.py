from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from referentiels.regles.textes import normaliser


class AdminReferentiel(admin.ModelAdmin):
    """Lists of the reference data: short pages, and no second count of the whole table."""

    list_per_page = 50
    show_full_result_count = False


class AdminDeFichier(AdminReferentiel):
    """Rows that come from a file: officers look them up, the next load would bring back what they would delete."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class AdminDeNoms(AdminDeFichier):
    """Rows found by a normalised name: what is typed is normalised too."""

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return super().get_search_results(request, queryset, normaliser(search_term))
