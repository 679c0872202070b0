"""The officers' queue: what waits for a decision, in order of complete arrival, with who follows it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from noyau.admin.lecture import LectureSeule
from noyau.templatetags.maison import montant
from referentiels.admin import affichage
from sessions_formation.admin import filtres_file as filtres
from sessions_formation.admin.affectation import Affectation
from sessions_formation.admin.decisions_groupees import DecisionEnsemble
from sessions_formation.admin.filtres import FiltreEtat
from sessions_formation.admin.instruction import PagesDuDossier
from sessions_formation.admin.presentation import attente_de, suivie_par, volume
from sessions_formation.admin.referent import ReferentDeLaSession
from sessions_formation.admin.signature import SecondeSignature
from sessions_formation.admin.socle import CommandeSocle
from sessions_formation.automates import A_DECIDER
from sessions_formation.models import Session
from sessions_formation.queries.agents import absence_de
from sessions_formation.queries.instruction import rangs_de_la_file


@admin.register(Session)
class SessionAdmin(
    CommandeSocle,
    DecisionEnsemble,
    SecondeSignature,
    Affectation,
    ReferentDeLaSession,
    PagesDuDossier,
    LectureSeule,
):
    list_display = ["rang", "session", "montant", "attente", "suivie_par", "verdict_affiche", "etat"]
    list_display_links = ["session"]
    list_filter = [
        FiltreEtat,
        filtres.FiltreAgent,
        filtres.FiltreRetard,
        filtres.FiltreSignature,
        affichage.FiltreVerdict,
        filtres.FiltreDepartement,
        filtres.FiltreLot,
        filtres.FiltreOrganisme,
    ]
    search_fields = ["numero", "intitule__unaccent__icontains", "organisme__nom__unaccent__icontains"]
    search_help_text = "Un numéro, un organisme, un intitulé."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["session"]
    actions = ["decider_ensemble", "confier"]
    actions_selection_counter = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        sessions = (
            Session.objects.visibles_pour(request.user).pour_liste().select_related("agent", "premiere_validation")
        )
        return sessions.annotate(lu_absence=absence_de("agent", le=timezone.localdate()))

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """The queue in order of arrival; anything else, the latest first."""
        return ["-demandee_le", "-pk"] if request.GET.get("etat") else ["complete_le", "pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        titre = "Sessions" if request.GET.get("etat") else "Demandes à décider"
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Ranks are those of the whole queue, whatever the filters and the page."""
        liste = super().get_changelist_instance(request)
        rangs, le = rangs_de_la_file(), timezone.localdate()
        delais = filtres.choix_de(request).delais
        for session in liste.result_list:
            session.rang_dans_la_file = rangs.get(session.pk)
            attend = session.statut in A_DECIDER
            session.attente = attente_de(session, delais=delais, le=le) if attend else None
        return liste

    @admin.display(description="rang")
    def rang(self, session: Session) -> str:
        return str(session.rang_dans_la_file or "–")

    @admin.display(description="session", ordering="numero")
    def session(self, session: Session) -> SafeString:
        return format_html(
            '{}<br><span class="note">{}, {}</span>', session.intitule, session.reference, session.organisme.nom
        )

    @admin.display(description="montant")
    def montant(self, session: Session) -> SafeString:
        return format_html('{}<br><span class="note">{}</span>', montant(session.montant), volume(session))

    @admin.display(description="attend depuis")
    def attente(self, session: Session) -> str | SafeString:
        return affichage.delai(*session.attente) if session.attente else "–"

    @admin.display(description="suivie par")
    def suivie_par(self, session: Session) -> str | SafeString:
        qui = suivie_par(session)
        if not qui["note"]:
            return qui["nom"] or "Personne"
        return format_html('{}<br><span class="note">{}</span>', qui["nom"], qui["note"])

    @admin.display(description="verdict")
    def verdict_affiche(self, session: Session) -> str:
        return affichage.verdict(session.verdict)

    @admin.display(description="état")
    def etat(self, session: Session) -> SafeString:
        etat = affichage.etat(session.statut, session.get_statut_display())
        if not hasattr(session, "premiere_validation"):
            return etat
        return format_html('{}<br><span class="note">Attend la seconde signature</span>', etat)
