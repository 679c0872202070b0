from django.contrib import admin

from referentiels.admin.base import AdminDeFichier
from referentiels.models import BesoinEnquete


@admin.register(BesoinEnquete)
class BesoinEnqueteAdmin(AdminDeFichier):
    """An empty figure is a statistical secret: the list shows a dash, not a zero."""

    list_display = ["metier", "bassin", "departement", "annee", "projets", "difficiles", "saisonniers"]
    list_filter = ["annee", ("departement", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["departement"]
    search_fields = ["metier__unaccent__icontains", "=code_metier", "bassin__unaccent__icontains"]
    ordering = ["-annee", "metier", "bassin", "pk"]

    def has_change_permission(self, request, obj=None) -> bool:
        return False
