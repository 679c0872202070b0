from datetime import datetime

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html

from noyau.admin.lecture import LectureSeule
from noyau.documents import reponse_pdf
from noyau.lettres import Document
from noyau.lettres_reservees import lisible_par


@admin.register(Document)
class DocumentAdmin(LectureSeule):
    list_display = ["reference", "titre", "etabli_le", "pdf"]
    search_fields = ["reference", "titre", "=objet_id", "=code"]
    ordering = ["-cree_le", "-pk"]
    fields = [
        "reference",
        "titre",
        "modele",
        "objet_type",
        "objet_id",
        "cree_le",
        "verifier",
        "empreinte",
        "sceau",
        "pdf",
    ]
    readonly_fields = ["pdf", "verifier", "sceau"]

    @admin.display(description="établi le", ordering="cree_le")
    def etabli_le(self, document: Document) -> datetime:
        return document.cree_le

    @admin.display(description="document")
    def pdf(self, document: Document) -> str:
        if document.efface_le:
            return "Effacé à son terme"
        return format_html(
            '<a href="{}">Télécharger<span class="lu"> {}</span></a>',
            reverse("admin:noyau_document_pdf", args=[document.pk]),
            document.reference,
        )

    @admin.display(description="code de vérification")
    def verifier(self, document: Document) -> str:
        page = reverse("noyau:verifier_code", args=[document.code_affiche])
        return format_html('<a href="{}">{}</a>', page, document.code_affiche)

    def get_urls(self) -> list:
        pdf = path("<int:pk>/pdf/", self.admin_site.admin_view(self.telecharger), name="noyau_document_pdf")
        return [pdf, *super().get_urls()]

    def telecharger(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the PDF, drawn now if nobody asked for it before."""
        document = get_object_or_404(Document, pk=pk)
        if not (self.has_view_permission(request, document) and lisible_par(document, request.user)):
            raise PermissionDenied
        return reponse_pdf(document)
