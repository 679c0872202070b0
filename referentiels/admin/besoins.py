"""The survey of labour needs in the administration: its lines, and the files officers send of it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee
from referentiels.actions.enquetes import (
    apercevoir_enquete,
    importer_enquete,
    recevoir_enquete,
    renoncer_a_l_enquete,
)
from referentiels.admin.base import AdminDeFichier
from referentiels.forms.enquete import EnqueteForm
from referentiels.models import BesoinEnquete, ImportEnquete

IMPORTER = "referentiels.add_importenquete"
PAGES = "admin/referentiels/importenquete"
NOM = "referentiels_importenquete"
LISTE, FICHE = f"admin:{NOM}_changelist", f"admin:{NOM}_change"
REFUS_MONTRES = 50


@admin.register(BesoinEnquete)
class BesoinEnqueteAdmin(AdminDeFichier):
    """An empty figure is a statistical secret: the list shows a dash, not a zero."""

    list_display = ["metier", "bassin", "departement", "annee", "projets", "difficiles", "saisonniers"]
    list_filter = ["annee", ("departement", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["departement"]
    search_fields = ["metier__unaccent__icontains", "=code_metier", "bassin__unaccent__icontains"]
    search_help_text = "Un métier, son code, un bassin d’emploi."
    ordering = ["-annee", "metier", "bassin", "pk"]
    show_facets = admin.ShowFacets.NEVER
    change_list_template = "admin/referentiels/besoinenquete/change_list.html"

    def has_change_permission(self, request: HttpRequest, obj: BesoinEnquete | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        contexte = {"peut_importer": request.user.has_perm(IMPORTER)}
        return super().changelist_view(request, {**contexte, **(extra_context or {})})


@admin.register(ImportEnquete)
class ImportEnqueteAdmin(LectureSeule):
    """A file is read first: what would change is shown, then written, or the file thrown away."""

    list_display = ["nom_fichier", "depose_le", "importe_le"]
    search_fields = ["nom_fichier__unaccent__icontains"]
    ordering = ["-depose_le", "-pk"]
    show_facets = admin.ShowFacets.NEVER
    change_list_template = f"{PAGES}/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view
        return [
            path("nouvelle/", vue(self.nouvelle), name=f"{NOM}_nouvelle"),
            path("<int:pk>/importer/", vue(self.importer), name=f"{NOM}_importer"),
            path("<int:pk>/renoncer/", vue(self.renoncer), name=f"{NOM}_renoncer"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        contexte = {"title": "Fichiers de l’enquête BMO", "peut_importer": request.user.has_perm(IMPORTER)}
        return super().changelist_view(request, {**contexte, **(extra_context or {})})

    def nouvelle(self, request: HttpRequest) -> HttpResponse:
        """Choose the file; nothing is written yet."""
        self._exiger(request)
        form = EnqueteForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                importation = recevoir_enquete(par=request.user, maintenant=timezone.now(), **form.cleaned_data)
            except RegleViolee as refus:
                form.add_error("fichier", str(refus))
            else:
                return redirect(FICHE, importation.pk)
        return self._rendre(request, "nouvelle", {"title": "Importer l’enquête BMO", "form": form})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """What the file would change, or what it changed."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        importation = self.get_object(request, object_id)
        if importation is None:
            raise Http404
        contexte = {
            "title": importation.nom_fichier,
            "importation": importation,
            "peut_importer": request.user.has_perm(IMPORTER),
            "illisible": "",
            **self._ce_qui_change(importation),
        }
        return self._rendre(request, "fiche", contexte)

    def importer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write it (POST); said kindly when it is already done."""
        self._exiger(request, acte=True)
        try:
            importation = importer_enquete(import_id=pk, par=request.user, maintenant=timezone.now())
        except RegleViolee as refus:
            messages.info(request, str(refus))
            return redirect(LISTE)
        messages.success(request, "L’enquête est importée.")
        return redirect(FICHE, importation.pk)

    def renoncer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw the file away (POST)."""
        self._exiger(request, acte=True)
        try:
            renoncer_a_l_enquete(import_id=pk)
        except RegleViolee as refus:
            messages.info(request, str(refus))
            return redirect(LISTE)
        messages.success(request, "Le fichier est effacé : rien n’en a été importé.")
        return redirect(LISTE)

    def _ce_qui_change(self, importation: ImportEnquete) -> dict[str, Any]:
        if importation.importe_le:
            rapport = importation.resultat
            return {"rapport": rapport, "refus": rapport["refus"], "refusees": rapport["refusees"]}
        try:
            rapport = apercevoir_enquete(importation)
        except RegleViolee as refus:
            return {"illisible": str(refus), "rapport": None, "refus": [], "refusees": 0}
        refus = sorted(rapport.refus.items())
        return {"rapport": rapport, "refus": refus[:REFUS_MONTRES], "refusees": len(refus)}

    def _exiger(self, request: HttpRequest, *, acte: bool = False) -> None:
        if not request.user.has_perm(IMPORTER) or (acte and request.method != "POST"):
            raise PermissionDenied

    def _rendre(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "chemin": reverse(LISTE)}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})
