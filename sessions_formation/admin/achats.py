"""Bons de commande: what has been ordered is read, never edited."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join

from noyau.admin.lecture import LectureSeule
from noyau.courriers import Document
from noyau.templatetags.maison import montant
from referentiels.admin.affichage import lien
from sessions_formation.admin.filtres import FiltreLot
from sessions_formation.models import BonDeCommande
from sessions_formation.queries.commandes import avec_total, contenu_du_bon


@admin.register(BonDeCommande)
class BonDeCommandeAdmin(LectureSeule):
    list_display = ["numero", "lot", "mandataire", "montant_total", "emis_le"]
    list_filter = [FiltreLot]
    list_select_related = ["lot", "mandataire"]
    search_fields = ["numero", "mandataire__nom__unaccent__icontains", "composantes__session__numero"]
    search_help_text = "Un numéro de bon ou de session, un mandataire."
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-annee", "-rang"]
    fields = ["numero", "lot", "mandataire", "montant_total", "emis_le", "documents"]
    readonly_fields = ["montant_total", "documents"]
    change_form_template = "admin/sessions_formation/bon.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[BonDeCommande]:
        return avec_total(BonDeCommande.objects.visibles_pour(request.user))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        bon = self.get_object(request, object_id)
        contenu = contenu_du_bon(bon) if bon else {}
        return super().change_view(request, object_id, form_url, {**contenu, **(extra_context or {})})

    @admin.display(description="total")
    def montant_total(self, bon: BonDeCommande) -> str:
        return montant(bon.total)

    @admin.display(description="documents")
    def documents(self, bon: BonDeCommande) -> str:
        liens = [
            (lien("admin:noyau_document_pdf", document.pk, str(document)),) for document in Document.objects.de(bon)
        ]
        return format_html_join(", ", "{}", liens) or "–"
