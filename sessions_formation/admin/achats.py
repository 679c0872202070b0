"""Bons de commande: what has been ordered is read, never edited."""

from django.contrib import admin
from django.db.models import QuerySet, Sum
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from noyau.admin.lecture import LectureSeule
from noyau.courriers import Document
from noyau.templatetags.maison import montant
from referentiels.admin.affichage import lien
from sessions_formation.admin.filtres import FiltreLot
from sessions_formation.models import BonDeCommande, Composante


class ComposantesEnLigne(admin.TabularInline):
    model = Composante
    fields = readonly_fields = ["rang", "session_liee", "parcours", "heures", "prix_heure", "montant", "ajoutee_le"]
    verbose_name_plural = "composantes"
    extra = 0
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Composante]:
        return super().get_queryset(request).select_related("session", "bon").order_by("rang")

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    @admin.display(description="session")
    def session_liee(self, composante: Composante) -> str:
        return lien("admin:sessions_formation_session_change", composante.session_id, str(composante.session))


@admin.register(BonDeCommande)
class BonDeCommandeAdmin(LectureSeule):
    list_display = ["numero", "lot", "mandataire", "total", "emis_le"]
    list_filter = [FiltreLot]
    list_select_related = ["lot", "mandataire"]
    search_fields = ["numero", "mandataire__nom__unaccent__icontains", "composantes__session__numero"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-annee", "-rang"]
    fields = ["numero", "lot", "mandataire", "total", "emis_le", "documents"]
    readonly_fields = ["total", "documents"]
    inlines = [ComposantesEnLigne]

    def get_queryset(self, request: HttpRequest) -> QuerySet[BonDeCommande]:
        return BonDeCommande.objects.visibles_pour(request.user).annotate(total=Sum("composantes__montant"))

    @admin.display(description="total", ordering="total")
    def total(self, bon: BonDeCommande) -> str:
        return montant(bon.total)

    @admin.display(description="documents")
    def documents(self, bon: BonDeCommande) -> str:
        documents = Document.objects.filter(objet_type=bon._meta.label_lower, objet_id=bon.pk).order_by(
            "-cree_le", "-pk"
        )
        liens = [(lien("admin:noyau_document_pdf", document.pk, str(document)),) for document in documents]
        return format_html_join(format_html("<br>"), "{}", liens) or "–"
