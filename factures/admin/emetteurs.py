"""How training bodies invoice, read by the Région: what an invoice says is theirs to write."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from factures.models import EmetteurFactures
from noyau.admin.lecture import LectureSeule


@admin.register(EmetteurFactures)
class EmetteurFacturesAdmin(LectureSeule):
    list_display = ["organisme", "regime_tva", "attestation_le", "titulaire", "modifie_le"]
    list_filter = ["regime_tva"]
    list_select_related = ["organisme"]
    search_fields = ["organisme__nom__unaccent__icontains", "organisme__siret"]
    search_help_text = "Un organisme, un SIRET."
    show_facets = admin.ShowFacets.NEVER
    ordering = ["organisme__nom", "pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[EmetteurFactures]:
        return EmetteurFactures.objects.visibles_pour(request.user)
