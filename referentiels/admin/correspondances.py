"""Which job of the survey is which ROME job: the couples known, the jobs to link, one job at a time."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from noyau.erreurs import RegleViolee
from noyau.listes import adresse, page_de, pages
from referentiels.actions.correspondances import dire_les_correspondances
from referentiels.admin.base import AdminDeFichier
from referentiels.forms.enquete import CorrespondancesForm
from referentiels.models import CorrespondanceFap
from referentiels.queries.correspondances import metiers_de_l_enquete, metiers_proches

RELIER = "referentiels.change_correspondancefap"
PAGES = "admin/referentiels/correspondancefap"
NOM = "referentiels_correspondancefap"
METIERS = f"admin:{NOM}_metiers"


@admin.register(CorrespondanceFap)
class CorrespondanceFapAdmin(AdminDeFichier):
    """The couples; what an officer said is changed from the page of the survey's job."""

    list_display = ["code_metier", "metier", "code_rome", "retenue", "source"]
    list_filter = ["source", "retenue"]
    list_select_related = ["metier"]
    search_fields = ["=code_metier", "=metier__code_rome", "metier__libelle_normalise__icontains"]
    search_help_text = "Un code de l’enquête, un code ROME, un métier."
    ordering = ["code_metier", "metier"]
    show_facets = admin.ShowFacets.NEVER
    change_list_template = f"{PAGES}/change_list.html"

    def has_change_permission(self, request: HttpRequest, obj: CorrespondanceFap | None = None) -> bool:
        return False

    @admin.display(description="code ROME", ordering="metier")
    def code_rome(self, correspondance: CorrespondanceFap) -> str:
        return correspondance.metier_id

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view
        return [
            path("metiers/", vue(self.metiers), name=f"{NOM}_metiers"),
            path("metiers/<slug:code>/", vue(self.relier), name=f"{NOM}_relier"),
            *super().get_urls(),
        ]

    def metiers(self, request: HttpRequest) -> HttpResponse:
        """The jobs of the survey, those nobody linked on demand."""
        self._exiger_lecture(request)
        cherche, a_relier = request.GET.get("q", "").strip()[:80], request.GET.get("a_relier") == "1"
        page = page_de(request, metiers_de_l_enquete(cherche=cherche, a_relier=a_relier))
        contexte = {
            "title": "Métiers de l’enquête et codes ROME",
            "page": page,
            "pages": pages(request, page),
            "q": cherche,
            "a_relier": a_relier,
            "filtres": [
                {"texte": "Tous", "url": adresse(request, a_relier="", page=""), "courant": not a_relier},
                {"texte": "À relier", "url": adresse(request, a_relier="1", page=""), "courant": a_relier},
            ],
        }
        return self._rendre(request, "metiers", contexte)

    def relier(self, request: HttpRequest, code: str) -> HttpResponse:
        """One job of the survey: the ROME jobs it is, those near by their name, one more by its code."""
        self._exiger_lecture(request)
        metier = metiers_de_l_enquete(cherche=code).filter(code_metier=code).first()
        if metier is None:
            raise Http404
        connues = list(CorrespondanceFap.objects.filter(code_metier=code).select_related("metier").order_by("metier"))
        proches = metiers_proches(metier["nom"], sauf={connue.metier_id for connue in connues})
        form = CorrespondancesForm(request.POST or None)
        form.proposer(connues, proches)
        peut_relier = request.user.has_perm(RELIER)
        if request.method == "POST" and not peut_relier:
            raise PermissionDenied
        if request.method == "POST" and form.is_valid() and self._dire(request, code, form):
            messages.success(request, f"Les codes ROME de « {metier['nom']} » sont enregistrés.")
            return redirect(METIERS)
        contexte = {
            "title": metier["nom"],
            "metier": metier,
            "connues": [connue for connue in connues if connue.retenue],
            "form": form,
            "peut_relier": peut_relier,
        }
        return self._rendre(request, "relier", contexte)

    def _dire(self, request: HttpRequest, code: str, form: CorrespondancesForm) -> bool:
        try:
            dire_les_correspondances(code, retenus=form.retenus, vus=form.vus, par=request.user)
        except RegleViolee as refus:
            form.add_error("autre", str(refus))
            return False
        return True

    def _exiger_lecture(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _rendre(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "chemin": reverse(METIERS)}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})
