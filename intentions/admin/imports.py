"""« Importer une liste »: an officer sends a file, reads what it holds, hands it to the worker, follows it."""

from typing import Any

from celery import current_app
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify

from intentions.actions.listes import lancer_import, recevoir_liste, renoncer_a_l_import
from intentions.forms.importation import ImportForm
from intentions.forms.liste import ListeIllisible
from intentions.forms.modele_liste import colonnes_decrites, modele_csv
from intentions.importation import apercevoir, liste_de
from intentions.models import ImportIntentions, StatutImport
from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal

DROIT = "intentions.add_importintentions"
PAGES = "admin/intentions/importintentions"
LISTE, FICHE = "admin:intentions_importintentions_changelist", "admin:intentions_importintentions_change"
CSV = "text/csv; charset=utf-8"
ETATS = {
    StatutImport.DEPOSE: "a_completer",
    StatutImport.EN_COURS: "en_instruction",
    StatutImport.TERMINE: "satisfaite",
    StatutImport.ECHOUE: "refusee",
}


@admin.register(ImportIntentions)
class ImportAdmin(LectureSeule):
    list_display = ["nom_fichier", "partenaire", "depose_le", "creees", "deja_connues", "en_erreur", "statut"]
    list_filter = ["statut", "partenaire"]
    list_select_related = ["partenaire"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-depose_le", "-pk"]
    change_list_template = f"{PAGES}/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ImportIntentions]:
        return super().get_queryset(request).select_related("partenaire", "par")

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        contexte = {"title": "Listes importées", "peut_importer": request.user.has_perm(DROIT)}
        return super().changelist_view(request, {**contexte, **(extra_context or {})})

    def get_urls(self) -> list:
        vue, nom = self.admin_site.admin_view, "intentions_importintentions"
        return [
            path("nouvelle/", vue(self.nouvelle), name=f"{nom}_nouvelle"),
            path("colonnes/", vue(self.colonnes), name=f"{nom}_colonnes"),
            path("modele.csv", vue(self.modele), name=f"{nom}_modele"),
            path("<int:pk>/lancer/", vue(self.lancer), name=f"{nom}_lancer"),
            path("<int:pk>/renoncer/", vue(self.renoncer), name=f"{nom}_renoncer"),
            path("<int:pk>/erreurs/", vue(self.erreurs), name=f"{nom}_erreurs"),
            *super().get_urls(),
        ]

    def nouvelle(self, request: HttpRequest) -> HttpResponse:
        """Choose who transmits, and the file; nothing is imported yet."""
        self._exiger(request)
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            importation = recevoir_liste(
                partenaire=form.cleaned_data["partenaire"],
                fichier=form.cleaned_data["fichier"],
                lignes=form.lignes,
                par=request.user,
                maintenant=timezone.now(),
            )
            return redirect(FICHE, importation.pk)
        return self._rendre(request, "nouvelle", {"title": "Importer une liste", "form": form})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """What the list holds, how far its import is, or what it gave."""
        importation = self.get_object(request, object_id)
        if importation is None:
            raise Http404
        if not self.has_view_permission(request, importation):
            raise PermissionDenied
        fragment = request.headers.get("HX-Request") == "true"
        if fragment and importation.statut != StatutImport.EN_COURS:
            # It is over: the page has something else to show.
            return HttpResponse(headers={"HX-Refresh": "true"})
        contexte = {
            "title": importation.nom_fichier,
            "importation": importation,
            "etat": ETATS[importation.statut],
            "arret": self._arret(importation),
            "peut_importer": request.user.has_perm(DROIT),
            "apercu": None,
            "illisible": "",
        }
        if importation.statut == StatutImport.DEPOSE and importation.fichier:
            contexte |= _apercu(importation)
        return self._rendre(request, "_avancement" if fragment else "fiche", contexte)

    def lancer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Hand the list to the worker (POST); said kindly when it is already done."""
        self._exiger(request, acte=True)
        try:
            lancer_import(import_id=get_object_or_404(ImportIntentions, pk=pk).pk, par=request.user)
        except RegleViolee as refus:
            messages.info(request, str(refus))
        else:
            # Only a hint: the worker looks at the table by itself.
            transaction.on_commit(_signaler, robust=True)
        return redirect(FICHE, pk)

    def renoncer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Throw the list away before anything was imported (POST)."""
        self._exiger(request, acte=True)
        try:
            renoncer_a_l_import(import_id=get_object_or_404(ImportIntentions, pk=pk).pk)
        except RegleViolee as refus:
            messages.info(request, str(refus))
            return redirect(FICHE, pk)
        messages.success(request, "La liste est effacée : rien n’en a été importé.")
        return redirect(LISTE)

    def erreurs(self, request: HttpRequest, pk: int) -> FileResponse:
        """The rows to correct and send again."""
        # A list may say whose hours are adapted: only who may import one reads its lines.
        self._exiger(request)
        importation = get_object_or_404(self.get_queryset(request), pk=pk)
        if not importation.erreurs:
            raise Http404
        nom = f"a-corriger-{slugify(importation.nom_fichier.rpartition('.')[0]) or 'liste'}.csv"
        reponse = FileResponse(importation.erreurs.open("rb"), as_attachment=True, filename=nom, content_type=CSV)
        reponse["Cache-Control"] = "private, no-store"
        return reponse

    def colonnes(self, request: HttpRequest) -> HttpResponse:
        """What each column holds."""
        self._exiger(request)
        contexte = {"title": "Les colonnes d’une liste", "colonnes": colonnes_decrites()}
        return self._rendre(request, "colonnes", contexte)

    def modele(self, request: HttpRequest) -> HttpResponse:
        """A list with two lines, to fill in."""
        self._exiger(request)
        entetes = {"Content-Disposition": 'attachment; filename="modele-intentions.csv"'}
        return HttpResponse(modele_csv(timezone.localdate()), content_type=CSV, headers=entetes)

    def _exiger(self, request: HttpRequest, *, acte: bool = False) -> None:
        if not request.user.has_perm(DROIT) or (acte and request.method != "POST"):
            raise PermissionDenied

    def _arret(self, importation: ImportIntentions) -> str:
        if importation.statut != StatutImport.ECHOUE:
            return ""
        ligne = LigneJournal.objects.de(importation).filter(transition="echouer").first()
        return ligne.motif if ligne else ""

    def _rendre(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "chemin": reverse(LISTE)}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})


def _apercu(importation: ImportIntentions) -> dict[str, Any]:
    """Read the beginning of a list as the import would; say so when its file cannot be read any more."""
    try:
        liste = liste_de(importation)
        return {"apercu": apercevoir(liste, partenaire=importation.partenaire, le=timezone.localdate())}
    except ListeIllisible as erreur:
        return {"illisible": str(erreur)}


def _signaler() -> None:
    current_app.send_task("intentions.importer_listes", expires=60, retry=False)
