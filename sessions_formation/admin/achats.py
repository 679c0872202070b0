"""Bons de commande: what has been ordered is read, never edited."""

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

from noyau.admin.lecture import LectureSeule
from noyau.courriers import Document
from noyau.templatetags.maison import montant
from referentiels.admin.affichage import lien
from sessions_formation.admin.filtres import FiltreLot
from sessions_formation.models import BonDeCommande, Composante


@admin.register(BonDeCommande)
class BonDeCommandeAdmin(LectureSeule):
    list_display = ["numero", "lot", "mandataire", "total", "emis_le"]
    list_filter = [FiltreLot]
    list_select_related = ["lot", "mandataire"]
    search_fields = ["numero", "mandataire__nom__unaccent__icontains", "composantes__session__numero"]
    search_help_text = "Un numéro de bon ou de session, un mandataire."
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-annee", "-rang"]
    fields = ["numero", "lot", "mandataire", "total", "emis_le", "documents"]
    readonly_fields = ["total", "documents"]
    change_form_template = "admin/sessions_formation/bon.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[BonDeCommande]:
        return BonDeCommande.objects.visibles_pour(request.user).annotate(somme=Sum("composantes__montant"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        bon = self.get_object(request, object_id)
        lignes = Composante.objects.filter(bon=bon).select_related("session").order_by("rang") if bon else []
        return super().change_view(request, object_id, form_url, {"lignes": lignes, **(extra_context or {})})

    @admin.display(description="total")
    def total(self, bon: BonDeCommande) -> str:
        return montant(bon.somme)

    @admin.display(description="documents")
    def documents(self, bon: BonDeCommande) -> str:
        liens = [
            (lien("admin:noyau_document_pdf", document.pk, str(document)),) for document in Document.objects.de(bon)
        ]
        return format_html_join(", ", "{}", liens) or "–"
