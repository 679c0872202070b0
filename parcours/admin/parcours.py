"""The people in training, read by officers: they decide nothing of them here."""

from collections.abc import Sequence
from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from noyau.admin.lecture import LectureSeule
from noyau.listes import identifiant
from noyau.templatetags.maison import periode
from parcours.queries import choix
from parcours.queries.choix import choix_des_parcours
from parcours.queries.recherche import parcours_cherches
from referentiels.admin import affichage
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture

EFFACEES = "Données effacées"
ATTENTE, GARDE = "attente", "garde"


class _FiltreLu(admin.SimpleListFilter):
    """A filter whose choices come from a common reading. ``chemin``: what of a parcours it compares."""

    genre: ClassVar[str]
    chemin: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        lus = getattr(request, "choix_des_parcours", None)
        if lus is None:
            lus = request.choix_des_parcours = choix_des_parcours()
        return lus.get(self.genre, [])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Parcours]) -> QuerySet[Parcours]:
        valeur = identifiant(self.value() or "")
        return queryset if valeur is None else queryset.filter(**{self.chemin: valeur})


class FiltreLot(_FiltreLu):
    title, parameter_name = "lot", "lot"
    genre, chemin = choix.LOTS, "session__lot"


class FiltreTerritoire(_FiltreLu):
    title, parameter_name = "territoire", "territoire"
    genre, chemin = choix.TERRITOIRES, "session__commune__territoire"


class FiltreStructure(_FiltreLu):
    title, parameter_name = "structure", "structure"
    genre, chemin = choix.STRUCTURES, "structure"


class FiltrePoste(admin.SimpleListFilter):
    """Who waits for a post or a place; who has a post kept."""

    title, parameter_name = "emploi au bout", "poste"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(ATTENTE, "En liste d’attente"), (GARDE, "Un poste gardé")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Parcours]) -> QuerySet[Parcours]:
        if self.value() == ATTENTE:
            return queryset.en_attente()
        return queryset.filter(intention__isnull=False) if self.value() == GARDE else queryset


@admin.register(Parcours)
class ParcoursAdmin(LectureSeule):
    list_display = ["personne", "formation", "dates", "emploi", "etat"]
    list_filter = ["statut", FiltrePoste, FiltreLot, FiltreTerritoire, FiltreStructure]
    search_fields = ["session__numero"]
    search_help_text = "Le nom de la personne, ou le numéro de la session."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    ordering = ["-cree_le", "-pk"]
    fields = ["fiche", "session", "etat", "dates", "heures", "emploi", "structure", "valideur", "motif"]
    readonly_fields = ["fiche", "etat", "dates", "emploi"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Parcours]:
        return Parcours.objects.visibles_pour(request.user).pour_liste()

    def get_ordering(self, request: HttpRequest) -> Sequence[str]:
        """The waiting list in the order it is served, the latest first otherwise."""
        return ["attente_le", "pk"] if request.GET.get(FiltrePoste.parameter_name) == ATTENTE else self.ordering

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Parcours], search_term: str
    ) -> tuple[QuerySet[Parcours], bool]:
        return (parcours_cherches(queryset, search_term) if search_term.strip() else queryset), False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        parcours = self.get_object(request, object_id)
        if parcours and self.has_view_permission(request, parcours):
            noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description="personne")
    def personne(self, parcours: Parcours) -> SafeString:
        nom = parcours.stagiaire.nom_complet or EFFACEES
        return format_html('{}<br><span class="note">{}</span>', nom, parcours.structure or "")

    @admin.display(description="fiche")
    def fiche(self, parcours: Parcours) -> SafeString:
        nom = parcours.stagiaire.nom_complet or EFFACEES
        return affichage.lien("parcours:fiche", parcours.pk, f"Ouvrir la fiche : {nom}")

    @admin.display(description="formation")
    def formation(self, parcours: Parcours) -> SafeString:
        session = parcours.session
        return format_html(
            '{}<br><span class="note">{}, {}</span>', session.intitule, session.reference, session.organisme.nom
        )

    @admin.display(description="dates")
    def dates(self, parcours: Parcours) -> str:
        session = parcours.session
        return periode(parcours.debut or session.debut, parcours.fin or session.fin) or "–"

    @admin.display(description="emploi au bout")
    def emploi(self, parcours: Parcours) -> str:
        if parcours.intention is not None:
            return str(parcours.intention.employeur)
        return "Liste d’attente" if parcours.en_liste_d_attente else "–"

    @admin.display(description="état", ordering="statut")
    def etat(self, parcours: Parcours) -> SafeString:
        return affichage.etat(parcours.statut, parcours.get_statut_display())
