"""The queue of what is asked on ordered sessions, the page where it is decided, and the cancelling of a session."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
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
from sessions_formation.actions.annuler import annuler_session, exiger_annulable
from sessions_formation.actions.repondre_avenant import (
    DROIT,
    Reponse,
    accorder_avenant,
    refuser_avenant,
    renvoyer_avenant,
)
from sessions_formation.admin.decision_avenant import (
    attente_de_la_demande,
    confirmation_de_la_reponse,
    effets_de_l_annulation,
    page_de_la_demande,
)
from sessions_formation.admin.filtres import TOUTES, FiltreEtat, FiltreLot
from sessions_formation.enums import StatutDemandeAvenant
from sessions_formation.forms.avenants import AnnulerForm, Issue, ReponseForm
from sessions_formation.models import DemandeAvenant, Session
from sessions_formation.queries.delais import delais_au
from sessions_formation.queries.lecture_demande import a_lire, lire_la_demande


class FiltreEtatDemande(FiltreEtat):
    """What waits for a decision unless asked otherwise."""

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        decides = [(s.value, s.label) for s in StatutDemandeAvenant if s != StatutDemandeAvenant.DEPOSEE]
        return [(TOUTES, "Toutes"), *decides]

    def queryset(self, request: HttpRequest, queryset: QuerySet[DemandeAvenant]) -> QuerySet[DemandeAvenant]:
        if self.value() == TOUTES:
            return queryset
        return queryset.filter(statut=self.value() or StatutDemandeAvenant.DEPOSEE)


class FiltreLotDeLaSession(FiltreLot):
    def queryset(self, request: HttpRequest, queryset: QuerySet[DemandeAvenant]) -> QuerySet[DemandeAvenant]:
        lot = identifiant(self.value() or "")
        return queryset if lot is None else queryset.filter(session__lot=lot)


@admin.register(DemandeAvenant)
class DemandeAvenantAdmin(LectureSeule):
    list_display = ["demande", "montant_affiche", "attente", "verdict_affiche", "etat"]
    list_display_links = ["demande"]
    list_filter = [FiltreEtatDemande, "nature", FiltreLotDeLaSession]
    search_fields = [
        "session__numero",
        "session__intitule__unaccent__icontains",
        "session__organisme__nom__unaccent__icontains",
    ]
    search_help_text = "Un numéro de session, un organisme, un intitulé."
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["demande"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DemandeAvenant]:
        return DemandeAvenant.objects.visibles_pour(request.user).select_related("session__organisme")

    def get_ordering(self, request: HttpRequest) -> list[str]:
        """The queue in order of arrival; anything else, the latest first."""
        return ["-deposee_le", "-pk"] if request.GET.get("etat") else ["deposee_le", "pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        titre = "Demandes d’avenant" if request.GET.get("etat") else "Demandes d’avenant à décider"
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def get_changelist_instance(self, request: HttpRequest):
        """How long each has waited, against the deadlines read once."""
        liste = super().get_changelist_instance(request)
        le = timezone.localdate()
        delais = delais_au(le)
        for demande in liste.result_list:
            attend = demande.statut == StatutDemandeAvenant.DEPOSEE
            demande.attente = attente_de_la_demande(demande, delais=delais, le=le) if attend else None
        return liste

    @admin.display(description="demande", ordering="session__numero")
    def demande(self, demande: DemandeAvenant) -> SafeString:
        session = demande.session
        return format_html(
            '{}<br><span class="note">{}, {}, {}</span>',
            demande.get_nature_display(), session.reference, session.intitule, session.organisme.nom,
        )  # fmt: skip

    @admin.display(description="montant en plus")
    def montant_affiche(self, demande: DemandeAvenant) -> str:
        return montant(demande.montant) or "–"

    @admin.display(description="attend depuis")
    def attente(self, demande: DemandeAvenant) -> str | SafeString:
        return affichage.delai(*demande.attente) if demande.attente else "–"

    @admin.display(description="verdict")
    def verdict_affiche(self, demande: DemandeAvenant) -> str:
        return affichage.verdict(demande.verdict) if demande.montant else "–"

    @admin.display(description="état")
    def etat(self, demande: DemandeAvenant) -> SafeString:
        return affichage.etat(demande.statut, demande.get_statut_display())

    def get_urls(self) -> list:
        annuler = path(
            "annuler/<int:pk>/", self.admin_site.admin_view(self.annuler), name="sessions_formation_session_annuler"
        )
        return [annuler, *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Read a demand; a POST decides, once confirmed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        demandes = a_lire(DemandeAvenant.objects.visibles_pour(request.user))
        demande = get_object_or_404(demandes, pk=identifiant(object_id))
        if request.method != "POST":
            return self._page(request, demande, None)
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        return self._decider(request, demande)

    def _decider(self, request: HttpRequest, demande: DemandeAvenant) -> HttpResponse:
        """Check what was typed, ask, then act: the three steps post the same fields."""
        lecture = lire_la_demande(demande, le=timezone.localdate())
        derogation = lecture.attend and lecture.verdict == Verdict.DEROGATION
        form = ReponseForm(request.POST, derogation=derogation)
        if not form.is_valid() or request.POST.get("etape") == "revoir":
            return self._page(request, demande, form)
        if lecture.attend and request.POST.get("etape") != "confirmer":
            contexte = confirmation_de_la_reponse(lecture, form)
            return self._rendre(request, "confirmer", demande, contexte)
        try:
            phrase = _repondre(request, demande, form)
        except TransitionImpossible as refus:
            messages.error(request, str(refus))
        except DossierModifie as refus:
            return self._page(request, demande, form, modifie=refus.motifs[0])
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._page(request, demande, form)
        else:
            messages.success(request, composer(phrase))
        return redirect("admin:sessions_formation_demandeavenant_change", demande.pk)

    def annuler(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Cancel an ordered session on the Région's own decision: the page asks, a POST acts."""
        sessions = Session.objects.visibles_pour(request.user).select_related(
            "lot__groupement", "organisme", "commune"
        )
        session = get_object_or_404(sessions, pk=pk)
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        le = timezone.localdate()
        version = session.historique.values_list("pk", flat=True).first()
        form = AnnulerForm(request.POST or None, initial={"version": version})
        try:
            if request.method == "POST" and form.is_valid():
                lu = form.cleaned_data["version"]
                motif = form.cleaned_data["motif"]
                annuler_session(session_id=pk, par=request.user, motif=motif, le=le, lu=lu)
                messages.success(request, f"La session {session.numero} est annulée : les lettres partent.")
                return redirect("admin:sessions_formation_session_change", pk)
            exiger_annulable(session, le=le)
        except TransitionImpossible as refus:
            messages.error(request, composer(str(refus)))
            return redirect("admin:sessions_formation_session_change", pk)
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        contexte = {
            "title": composer(f"Annuler la session {session.numero} ?"),
            "session": session,
            "effets": effets_de_l_annulation(session),
            "form": form,
        }
        return self._rendre(request, "annuler", None, contexte)

    def _page(self, request: HttpRequest, demande: DemandeAvenant, form: ReponseForm | None, **autres: Any):
        """Draw the page as things are now: after a refusal, what was read before it is out of date."""
        lecture = lire_la_demande(demande, le=timezone.localdate())
        contexte = page_de_la_demande(lecture, form, par=request.user, peut_decider=request.user.has_perm(DROIT))
        return self._rendre(request, "dossier", demande, {**contexte, **autres})

    def _rendre(self, request: HttpRequest, page: str, demande: DemandeAvenant | None, contexte: dict) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "original": demande, "demande": demande}
        return render(request, f"admin/sessions_formation/demandeavenant/{page}.html", {**commun, **contexte})


def _repondre(request: HttpRequest, demande: DemandeAvenant, form: ReponseForm) -> str:
    """Act as the form says; give the sentence that tells it."""
    lu = form.cleaned_data
    reponse = Reponse(lu["motif"], lu["precisions"], lu["version"])
    decision, le = Issue(lu["decision"]), timezone.localdate()
    if decision == Issue.RENVOYER:
        renvoyer_avenant(demande_id=demande.pk, par=request.user, reponse=reponse)
        return "La demande est renvoyée, sans signature."
    if decision == Issue.REFUSER:
        refuser_avenant(demande_id=demande.pk, par=request.user, reponse=reponse, le=le)
        return "La demande est refusée : l’organisme est prévenu."
    faite = accorder_avenant(demande_id=demande.pk, par=request.user, reponse=reponse, le=le)
    if faite.statut == StatutDemandeAvenant.DEPOSEE:
        return "Votre signature est gardée : une autre personne donne la seconde."
    return "La demande est accordée : les lettres partent."
