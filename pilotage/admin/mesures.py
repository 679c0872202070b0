"""The measures of the plan as officers hold them: the board, one measure, what they write of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from noyau.admin.lecture import LectureSeule
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.listes import identifiant
from pilotage.actions import mesures as actions
from pilotage.forms.mesures import CorrectionForm, ResultatForm, RetraitForm, SituationForm
from pilotage.models import Mesure, ResultatMesure
from pilotage.tableaux.mesures import fiche, tableau
from referentiels.queries.reglement import reglement_au

PAGES = "admin/pilotage/mesures"
LISTE, FICHE = "admin:pilotage_mesure_changelist", "admin:pilotage_mesure_change"
VOIR = "pilotage.voir_tableaux"
DEJA = "Rien n’a changé : c’était déjà ce que dit la mesure.".replace(" :", "\u00a0:")


@admin.register(Mesure)
class MesureAdmin(LectureSeule):
    """Reading asks for the right to dashboards, writing for that of measures (``pilotage.actions.mesures``)."""

    def has_view_permission(self, request: HttpRequest, obj: Mesure | None = None) -> bool:
        return request.user.has_perm(VOIR)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(VOIR)

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view
        return [
            path("<int:pk>/situation/", vue(self.situation), name="pilotage_mesure_situation"),
            path("<int:pk>/resultat/", vue(self.ajouter), name="pilotage_mesure_ajouter"),
            path("resultats/<int:pk>/corriger/", vue(self.corriger), name="pilotage_mesure_corriger"),
            path("resultats/<int:pk>/retirer/", vue(self.retirer), name="pilotage_mesure_retirer"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """The board of the 43 measures."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        contexte = {"title": "Les 43 mesures du plan", **tableau(request, page=FICHE)}
        return self._rendre(request, "liste", contexte)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """One measure, and what may be written of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        mesure = self._lire(identifiant(object_id))
        contexte = fiche(
            mesure, lecteur=request.user, loi=reglement_au(timezone.localdate()), maintenant=timezone.now()
        )
        peut = {"ecrire": request.user.has_perm(actions.METTRE_A_JOUR)}
        return self._rendre(request, "fiche", {"title": f"{contexte['titre']}. {mesure.titre}", **contexte, **peut})

    def situation(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say how far a measure is, its state, a remark."""
        actions.exiger(request.user)
        mesure = self._lire(pk)
        form = SituationForm(request.POST or None, initial=SituationForm.initial_de(mesure))

        def ecrire() -> str:
            change = actions.mettre_a_jour(
                numero=mesure.pk,
                par=request.user,
                version=form.cleaned_data["version"],
                situation=form.situation,
                motif=form.cleaned_data["motif"].strip(),
            )
            return "La mesure est à jour." if change else DEJA

        return self._saisir(request, mesure, form, ecrire, page="situation", titre="Mettre à jour la mesure")

    def ajouter(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a result."""
        actions.exiger(request.user)
        mesure = self._lire(pk)
        form = ResultatForm(request.POST or None, initial={"version": mesure.version})

        def ecrire() -> str:
            actions.ajouter_resultat(
                numero=mesure.pk,
                par=request.user,
                version=form.cleaned_data["version"],
                fait=form.dit,
                le=timezone.localdate(),
            )
            return "Le résultat est ajouté."

        return self._saisir(request, mesure, form, ecrire, page="resultat", titre="Ajouter un résultat")

    def corriger(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write a result otherwise."""
        resultat = self._resultat(request, pk)
        mesure = resultat.mesure
        initial = CorrectionForm.initial_de(resultat, mesure.version)
        form = CorrectionForm(request.POST or None, initial=initial)

        def ecrire() -> str:
            change = actions.corriger_resultat(
                resultat_id=resultat.pk,
                par=request.user,
                version=form.cleaned_data["version"],
                fait=form.dit,
                le=timezone.localdate(),
                motif=form.cleaned_data["motif"].strip(),
            )
            return "Le résultat est corrigé." if change else DEJA

        return self._saisir(request, mesure, form, ecrire, page="resultat", titre="Corriger un résultat")

    def retirer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a result away from those shown, once it has been read again and the reason said."""
        resultat = self._resultat(request, pk)
        mesure = resultat.mesure
        form = RetraitForm(request.POST or None, initial={"version": mesure.version})

        def ecrire() -> str:
            actions.retirer_resultat(
                resultat_id=resultat.pk,
                par=request.user,
                version=form.cleaned_data["version"],
                motif=form.cleaned_data["motif"].strip(),
            )
            return "Le résultat est retiré."

        if resultat.retire_le and request.method != "POST":
            messages.info(request, "Ce résultat est déjà retiré.")
            return redirect(FICHE, mesure.pk)
        titre = "Retirer ce résultat ?".replace(" ?", "\u202f?")
        return self._saisir(request, mesure, form, ecrire, page="retirer", titre=titre, resultat=resultat)

    def _saisir(
        self,
        request: HttpRequest,
        mesure: Mesure,
        form: BaseForm,
        ecrire: Callable[[], str],
        **page: Any,
    ) -> HttpResponse:
        """Show a form, or do what it says and go back to the measure; a refusal keeps what was typed.

        After somebody else's update the form takes the new version: the next press is made knowingly.
        """
        if form.is_valid():
            try:
                messages.success(request, ecrire())
                return redirect(FICHE, mesure.pk)
            except DossierModifie as refus:
                form.add_error(None, list(refus.motifs))
                mesure.refresh_from_db()
                form.data = form.data.copy()
                form.data["version"] = str(mesure.version)
            except RegleViolee as refus:
                form.add_error(None, list(refus.motifs))
        contexte = {"title": page.pop("titre"), "mesure": mesure, "form": form}
        return self._rendre(request, page.pop("page"), {**contexte, **page})

    def _lire(self, numero: int | None) -> Mesure:
        return get_object_or_404(Mesure.objects.select_related("priorite"), pk=numero)

    def _resultat(self, request: HttpRequest, pk: int) -> ResultatMesure:
        actions.exiger(request.user)
        return get_object_or_404(ResultatMesure.objects.select_related("mesure__priorite"), pk=pk)

    def _rendre(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})
