"""« Et si ? » in the administration: what was asked, the form, how far it is, what it found, two side by side."""

from typing import Any

from celery import current_app
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee
from noyau.listes import adresse, identifiant, page_de, pages
from pilotage.actions.rejouer import arreter_le_rejeu, demander_un_rejeu
from pilotage.admin.rejeu_comparaison import comparaison
from pilotage.admin.rejeu_page import (
    VOIR_ADAPTATION,
    noms_des_lots,
    page_du_rejeu,
    periode_en_mots,
    phrase_de,
    question_en_mots,
)
from pilotage.forms.rejeu import RejeuForm, initial_de
from pilotage.models import Rejeu, StatutRejeu
from pilotage.queries.rejeu_figures import figures_du_rejeu
from pilotage.regles.figures import Figure
from pilotage.tableaux.affichage import montrer
from pilotage.tableaux.exports import exporter
from referentiels.queries.reglement import reglement_au

DROIT = "pilotage.rejouer_annee"
PAGES = "admin/pilotage/rejeu"
LISTE, FICHE = "admin:pilotage_rejeu_changelist", "admin:pilotage_rejeu_change"
# How many are put side by side.
DEUX = 2


@admin.register(Rejeu)
class RejeuAdmin(LectureSeule):
    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view
        return [
            path("comparer/", vue(self.comparer), name="pilotage_rejeu_comparer"),
            path("<int:pk>/arreter/", vue(self.arreter), name="pilotage_rejeu_arreter"),
            *super().get_urls(),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(DROIT)

    def has_view_permission(self, request: HttpRequest, obj: Rejeu | None = None) -> bool:
        return request.user.has_perm(DROIT)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(DROIT)

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """What was asked, the latest first, each with what it found in a sentence."""
        self._exiger(request)
        page = page_de(request, Rejeu.objects.select_related("par").order_by("-cree_le", "-pk"))
        noms = noms_des_lots(page)
        lignes = [
            {
                "rejeu": rejeu,
                "periode": periode_en_mots(rejeu),
                "question": question_en_mots(rejeu, noms),
                "phrase": phrase_de(rejeu) if rejeu.statut == StatutRejeu.TERMINE else "",
            }
            for rejeu in page
        ]
        contexte = {"title": "Et si ? Une période rejouée sous d’autres valeurs", "lignes": lignes, "page": page}
        return self._rendre(request, "liste", {**contexte, "pages": pages(request, page)})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Ask for a replay, from nothing or from another one (``?de=``)."""
        self._exiger(request)
        le = timezone.localdate()
        loi = reglement_au(le)
        if request.method == "POST":
            form = RejeuForm(request.POST, le=le, loi=loi)
            if form.is_valid():
                return self._demander(request, form)
        else:
            cle = identifiant(request.GET.get("de", ""))
            modele = Rejeu.objects.filter(pk=cle).order_by("pk").first() if cle else None
            form = RejeuForm(initial=initial_de(modele, le=le), le=le, loi=loi)
        return self._rendre(request, "demander", {"title": "Rejouer une période", "form": form})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """How far a replay is, what it found, or one of its figures as a file (``?figure=&format=``)."""
        rejeu = self._lire(request, identifiant(object_id))
        fragment = request.headers.get("HX-Request") == "true"
        if fragment and not rejeu.en_attente:
            # It is over: the page has something else to show.
            return HttpResponse(headers={"HX-Refresh": "true"})
        contexte = page_du_rejeu(rejeu, lecteur=request.user)
        if fragment:
            return self._rendre(request, "_avancement", contexte)
        figures = self._figures(request, rejeu)
        if request.GET.get("format"):
            return _fichier(request, figures, perimetre=f"Rejeu {contexte['periode']}")
        return self._rendre(request, "rejeu", {**contexte, "figures": _montrees(request, figures)})

    def arreter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Stop a replay: nothing is lost that cannot be asked again."""
        rejeu = self._lire(request, pk)
        if request.method == "POST":
            if arreter_le_rejeu(rejeu.pk, maintenant=timezone.now()):
                messages.success(
                    request, "L’arrêt est demandé. Rien n’est perdu : la même question peut être reposée."
                )
            else:
                messages.info(request, "Cette période avait déjà fini d’être rejouée.")
        return redirect(FICHE, rejeu.pk)

    def comparer(self, request: HttpRequest) -> HttpResponse:
        """Two replays side by side (``?avec=…&avec=…``)."""
        self._exiger(request)
        cles = {identifiant(texte) for texte in request.GET.getlist("avec")} - {None}
        finis = Rejeu.objects.filter(statut=StatutRejeu.TERMINE, pk__in=cles).order_by("cree_le", "pk")
        choisis = list(finis)
        if len(choisis) != DEUX:
            messages.error(request, "Cochez deux périodes rejouées, terminées, pour les comparer.")
            return redirect(LISTE)
        contexte, figures = comparaison(*choisis)
        if request.GET.get("format"):
            return _fichier(request, figures, perimetre="Deux périodes rejouées")
        return self._rendre(request, "comparer", {**contexte, "figures": _montrees(request, figures)})

    def _demander(self, request: HttpRequest, form: RejeuForm) -> HttpResponse:
        try:
            with transaction.atomic():
                rejeu = demander_un_rejeu(form.periode, form.question, par=request.user, maintenant=timezone.now())
                # Only a hint: the worker looks at the table by itself.
                transaction.on_commit(_signaler, robust=True)
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return self._rendre(request, "demander", {"title": "Rejouer une période", "form": form})
        return redirect(FICHE, rejeu.pk)

    def _figures(self, request: HttpRequest, rejeu: Rejeu) -> tuple[Figure, ...]:
        if rejeu.statut != StatutRejeu.TERMINE:
            return ()
        return figures_du_rejeu(rejeu, voit_adaptation=request.user.has_perm(VOIR_ADAPTATION))

    def _exiger(self, request: HttpRequest) -> None:
        if not request.user.has_perm(DROIT):
            raise PermissionDenied

    def _lire(self, request: HttpRequest, pk: int | None) -> Rejeu:
        """Read a replay for who may. 403 without the right, 404 for none."""
        self._exiger(request)
        rejeux: QuerySet[Rejeu] = Rejeu.objects.select_related("par")
        return get_object_or_404(rejeux, pk=pk)

    def _rendre(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})


def _montrees(request: HttpRequest, figures: tuple[Figure, ...]) -> list[dict[str, Any]]:
    return [
        montrer(figure, exports=lambda format_, code=figure.code: adresse(request, figure=code, format=format_))
        for figure in figures
    ]


def _fichier(request: HttpRequest, figures: tuple[Figure, ...], *, perimetre: str) -> HttpResponse:
    """Give one of these figures as a file. 404 for a figure or a format that is not."""
    code, format_ = request.GET.get("figure", ""), request.GET.get("format", "")
    figure = next((une for une in figures if une.code == code), None)
    reponse = exporter(figure, format_, le=timezone.localdate(), perimetre=perimetre) if figure else None
    if reponse is None:
        raise Http404
    return reponse


def _signaler() -> None:
    current_app.send_task("pilotage.rejouer", expires=60, retry=False)
