"""The people, read by officers: who they are, who follows them, and the way to their pages."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from noyau.admin.lecture import LectureSeule
from parcours.admin.parcours import EFFACEES
from referentiels.admin import affichage
from referentiels.regles.textes import normaliser
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture
from stagiaires.models import Stagiaire


@admin.register(Stagiaire)
class StagiaireAdmin(LectureSeule):
    list_display = ["personne", "structure", "referent", "cree_le"]
    list_select_related = ["structure", "referent"]
    search_fields = ["nom_normalise"]
    search_help_text = "Un nom, un prénom."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    ordering = ["nom_normalise", "pk"]
    fields = [
        "prenom",
        "nom",
        "date_naissance",
        "courriel",
        "telephone",
        "commune",
        "identifiant_ft",
        "structure",
        "referent",
        "sans_relance_le",
        "efface_le",
        "pages",
    ]
    readonly_fields = ["efface_le", "pages"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stagiaire]:
        return Stagiaire.objects.visibles_pour(request.user)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Stagiaire], search_term: str
    ) -> tuple[QuerySet[Stagiaire], bool]:
        mots = normaliser(search_term)
        return (queryset.filter(nom_normalise__contains=mots) if mots else queryset), False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        stagiaire = self.get_object(request, object_id)
        if stagiaire and self.has_view_permission(request, stagiaire):
            noter_consultation(stagiaire, par=request.user, page=Lecture.FICHE)
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description="personne", ordering="nom_normalise")
    def personne(self, stagiaire: Stagiaire) -> str:
        return stagiaire.nom_complet or EFFACEES

    @admin.display(description="parcours")
    def pages(self, stagiaire: Stagiaire) -> SafeString | str:
        siens = Parcours.objects.filter(stagiaire=stagiaire).select_related("session").order_by("-cree_le", "-pk")
        liens = [(affichage.lien("parcours:fiche", parcours.pk, str(parcours.session)),) for parcours in siens]
        return format_html_join(", ", "{}", liens) or "–"
