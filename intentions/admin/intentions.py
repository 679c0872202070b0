"""Intentions as officers read them, and the derogations they grant or refuse.

The adaptation for a beneficiary of the obligation d'emploi is told on one page only, to who has the right to read it.
"""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from intentions.actions.decider import exiger_fin_tenable, trancher_derogation
from intentions.admin import classement, filtres, precisions
from intentions.admin.dossier import confirmation, dossier
from intentions.enums import StatutIntention
from intentions.forms.derogation import DerogationForm, Issue
from intentions.models import IntentionEmbauche
from intentions.queries.participants import nouveaux_du_fil
from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.listes import identifiant
from referentiels.admin import affichage
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer

DROIT, DROIT_ADAPTATION = "intentions.trancher_derogation", "intentions.voir_adaptation"
PHRASES = {
    Issue.ACCORDER: "La dérogation est accordée : les organismes de formation voient l’intention.",
    Issue.REFUSER: "L’intention est refusée : l’employeur en reçoit le motif.",
}


@admin.register(IntentionEmbauche)
class IntentionAdmin(LectureSeule):
    list_display = ["intention", "employeur_et_organisme", "postes", "jour", "verdict_affiche", "etat"]
    list_display_links = ["intention"]
    list_filter = [
        filtres.FiltreEtat,
        affichage.FiltreVerdict,
        filtres.FiltreSecteur,
        filtres.FiltreDepartement,
        filtres.FiltreOrganisme,
    ]
    search_fields = [
        "numero",
        "intitule__unaccent__icontains",
        "employeur__nom__unaccent__icontains",
        "=employeur__siret",
    ]
    search_help_text = "Un numéro, un poste, un employeur ou son SIRET."
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-deposee_le", "-pk"]
    sortable_by = ["intention", "jour"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[IntentionEmbauche]:
        return IntentionEmbauche.objects.visibles_pour(request.user).pour_liste()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Intentions d’embauche", **(extra_context or {})})

    @admin.display(description="intention", ordering="numero")
    def intention(self, intention: IntentionEmbauche) -> SafeString:
        return format_html('{}<br><span class="note">{}</span>', intention.intitule_affiche, intention.reference)

    @admin.display(description="employeur, organisme choisi")
    def employeur_et_organisme(self, intention: IntentionEmbauche) -> SafeString:
        choisi = intention.organisme_choisi.nom if intention.organisme_choisi else "aucun organisme choisi"
        return format_html('{}<br><span class="note">{}</span>', intention.employeur or "–", choisi)

    @admin.display(description="postes")
    def postes(self, intention: IntentionEmbauche) -> str:
        return str(intention.nombre_postes or "–")

    @admin.display(description="déposée le", ordering="deposee_le")
    def jour(self, intention: IntentionEmbauche) -> str:
        return affichage.jour_court(intention.deposee_le)

    @admin.display(description="verdict")
    def verdict_affiche(self, intention: IntentionEmbauche) -> str | SafeString:
        if intention.derogation_accordee:
            return affichage.etat("derogation", "Dérogation accordée")
        return affichage.verdict(intention.verdict)

    @admin.display(description="état")
    def etat(self, intention: IntentionEmbauche) -> SafeString:
        return affichage.etat(intention.statut, intention.get_statut_display())

    def get_urls(self) -> list[URLPattern]:
        preciser = path(
            "<path:object_id>/preciser/",
            self.admin_site.admin_view(self.preciser),
            name="intentions_intentionembauche_preciser",
        )
        classer = path(
            "<path:object_id>/classer/",
            self.admin_site.admin_view(self.classer),
            name="intentions_intentionembauche_classer",
        )
        return [preciser, classer, *super().get_urls()]

    def preciser(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask for some answers again; a POST only, confirmed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        intention = get_object_or_404(self.get_queryset(request), pk=identifiant(object_id))
        return precisions.page(request, intention, partial(self._rendre, request))

    def classer(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Close a file: a page that asks why and names what follows, then the act."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        intention = get_object_or_404(self.get_queryset(request), pk=identifiant(object_id))
        return classement.page(request, intention, partial(self._rendre, request))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Read an intention; a POST decides on its derogation, once confirmed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        intentions = self.get_queryset(request).select_related(
            "employeur",
            "metier",
            "commune",
            "departement",
            "secteur",
            "organisme_choisi",
            "organisme_engage",
            "deposant",
            "partenaire",
            "partenaire",
        )
        intention = get_object_or_404(intentions, pk=identifiant(object_id))
        if request.method != "POST":
            return self._page(request, intention, None)
        if not request.user.has_perm(DROIT):
            raise PermissionDenied
        return self._decider(request, intention)

    def _page(self, request: HttpRequest, intention: IntentionEmbauche, form: DerogationForm | None) -> HttpResponse:
        attend = intention.statut == StatutIntention.DEROGATION_DEMANDEE
        contexte = dossier(intention, adaptation=request.user.has_perm(DROIT_ADAPTATION), le=timezone.localdate())
        contexte["nouveaux"] = nouveaux_du_fil(request.user, intention)
        contexte["retenue"] = intention.retenues.filter(active=True).select_related("session").first()
        contexte["form"] = (form or DerogationForm()) if attend and request.user.has_perm(DROIT) else None
        contexte |= precisions.panneau(request.user, intention)
        contexte["classer_url"] = classement.adresse(request.user, intention)
        return self._rendre(request, "dossier", intention, contexte)

    def _rendre(self, request: HttpRequest, page: str, intention: IntentionEmbauche, contexte: dict[str, Any]):
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "original": intention}
        page = f"admin/intentions/intentionembauche/{page}.html"
        return render(request, page, {**commun, "intention": intention, **contexte})

    def _fin_tenable(self, form: DerogationForm) -> bool:
        """Say beside the date that it cannot be, before the page that asks to confirm."""
        le = timezone.localdate()
        try:
            exiger_fin_tenable(form.bornes.fin, reglement=reglement_au(le), le=le)
        except RegleViolee as refus:
            form.add_error("fin", list(refus.motifs))
        return form.is_valid()

    def _decider(self, request: HttpRequest, intention: IntentionEmbauche) -> HttpResponse:
        """Check what was typed, ask, then act."""
        form = DerogationForm(request.POST)
        etape = request.POST.get("etape")
        if not form.is_valid() or etape == "revoir" or not self._fin_tenable(form):
            return self._page(request, intention, form)
        issue = Issue(form.cleaned_data["decision"])
        if intention.statut == StatutIntention.DEROGATION_DEMANDEE and etape != "confirmer":
            return self._rendre(request, "confirmer", intention, confirmation(intention, form))
        try:
            trancher_derogation(
                intention_id=intention.pk,
                accordee=issue == Issue.ACCORDER,
                motif=form.cleaned_data["motif"],
                par=request.user,
                le=timezone.localdate(),
                bornes=form.bornes,
            )
        except TransitionImpossible as refus:
            messages.error(request, str(refus))
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._page(request, intention, form)
        else:
            messages.success(request, composer(PHRASES[issue]))
        return redirect("admin:intentions_intentionembauche_change", intention.pk)
