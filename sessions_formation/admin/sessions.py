"""The officers' queue, and the page where they decide: reading changes nothing, acts are POSTs that are confirmed."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from noyau.admin.lecture import LectureSeule
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.listes import identifiant
from noyau.templatetags.maison import montant
from referentiels.admin import affichage
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer
from sessions_formation.actions.decider import (
    autoriser_session,
    demander_complement,
    mettre_en_instruction,
    refuser_session,
)
from sessions_formation.admin import filtres
from sessions_formation.admin.decision import confirmation, dossier, verdict_du_jour
from sessions_formation.admin.presentation import attente_de, volume
from sessions_formation.admin.socle import CommandeSocle
from sessions_formation.automates import A_DECIDER
from sessions_formation.forms.decision import Decision, DecisionForm
from sessions_formation.models import Session
from sessions_formation.queries.instruction import rangs_de_la_file

ACTES = {
    Decision.AUTORISER: (autoriser_session, "La session {} est autorisée : les lettres partent."),
    Decision.COMPLETER: (demander_complement, "Un complément est demandé pour {}."),
    Decision.REFUSER: (refuser_session, "La demande {} est refusée."),
}
DROIT = "sessions_formation.acheter_session"


@admin.register(Session)
class SessionAdmin(CommandeSocle, LectureSeule):
    list_display = ["rang", "session", "montant", "attente", "verdict_affiche", "etat"]
    list_display_links = ["session"]
    list_filter = [
        filtres.FiltreEtat,
        affichage.FiltreVerdict,
        filtres.FiltreDepartement,
        filtres.FiltreLot,
        filtres.FiltreOrganisme,
    ]
    search_fields = ["numero", "intitule__unaccent__icontains", "organisme__nom__unaccent__icontains"]
    search_help_text = "Un numéro, un organisme, un intitulé."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["session"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return Session.objects.visibles_pour(request.user).pour_liste()

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """The queue in order of arrival; anything else, the latest first."""
        return ["-demandee_le", "-pk"] if request.GET.get("etat") else ["complete_le", "pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        titre = "Sessions" if request.GET.get("etat") else "Demandes à décider"
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest):
        """Ranks are those of the whole queue, whatever the filters and the page."""
        liste = super().get_changelist_instance(request)
        rangs, le = rangs_de_la_file(), timezone.localdate()
        for session in liste.result_list:
            session.rang_dans_la_file = rangs.get(session.pk)
            session.attente = attente_de(session, le=le) if session.statut in A_DECIDER else None
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

    @admin.display(description="verdict")
    def verdict_affiche(self, session: Session) -> str:
        return affichage.verdict(session.verdict)

    @admin.display(description="état")
    def etat(self, session: Session) -> SafeString:
        return affichage.etat(session.statut, session.get_statut_display())

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Read a request; a POST decides, once confirmed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        session = self._lire(request, object_id)
        if request.method != "POST":
            return self._page(request, session, None)
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        if request.POST.get("decision") == "instruire":
            return self._instruire(request, session)
        return self._decider(request, session)

    def _lire(self, request: HttpRequest, object_id: str) -> Session:
        sessions = Session.objects.visibles_pour(request.user).select_related(
            "lot__groupement", "lot__secteur", "organisme", "commune__departement", "lieu__commune", "demandeur",
            "certification", "metier",
        )  # fmt: skip
        return get_object_or_404(sessions, pk=identifiant(object_id))

    def _page(self, request: HttpRequest, session: Session, form: DecisionForm | None, **autres: Any) -> HttpResponse:
        peut_decider = request.user.has_perm(DROIT)
        contexte = dossier(session, form, peut_decider=peut_decider, le=timezone.localdate())
        return self._rendre(request, "dossier", session, {**contexte, **autres})

    def _rendre(self, request: HttpRequest, page: str, session: Session, contexte: dict) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "original": session, "session": session}
        return render(request, f"admin/sessions_formation/session/{page}.html", {**commun, **contexte})

    def _instruire(self, request: HttpRequest, session: Session) -> HttpResponse:
        try:
            mettre_en_instruction(session_id=session.pk, par=request.user)
        except RegleViolee as refus:
            messages.error(request, " ".join(refus.motifs))
        else:
            messages.success(request, "L’organisme voit que vous instruisez sa demande.")
        return redirect("admin:sessions_formation_session_change", session.pk)

    def _decider(self, request: HttpRequest, session: Session) -> HttpResponse:
        """Check what was typed, ask, then act: the three steps post the same fields."""
        le = timezone.localdate()
        derogation = session.statut in A_DECIDER and verdict_du_jour(session, le=le) == Verdict.DEROGATION
        form = DecisionForm(request.POST, derogation=derogation)
        if not form.is_valid() or request.POST.get("etape") == "revoir":
            return self._page(request, session, form)
        if session.statut in A_DECIDER and request.POST.get("etape") != "confirmer":
            return self._rendre(request, "confirmer", session, confirmation(session, form, le=le))
        acte, phrase = ACTES[Decision(form.cleaned_data["decision"])]
        try:
            acte(
                session_id=session.pk,
                par=request.user,
                motif=form.cleaned_data["motif"],
                precisions=form.cleaned_data["precisions"],
                le=le,
                lu=form.cleaned_data["version"],
            )
        except TransitionImpossible as refus:
            messages.error(request, " ".join(refus.motifs))
        except DossierModifie as refus:
            return self._page(request, session, form, modifie=refus.motifs[0])
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._page(request, session, form)
        else:
            messages.success(request, composer(phrase.format(session.numero)))
        return redirect(reverse("admin:sessions_formation_session_change", args=[session.pk]))
