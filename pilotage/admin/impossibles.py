"""Impossible data in the administration: what is broken now, what is checked, the files to mend, one note for all."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from noyau.admin.lecture import LectureSeule
from noyau.listes import identifiant
from pilotage.forms.impossibles import NoteForm
from pilotage.models import ChasseImpossibles, ConstatImpossible
from pilotage.queries.impossibles import INVARIANTS, PAR_CLE
from pilotage.regles.impossibles import CLES_MAX, par_theme
from referentiels.regles.typographie import composer

PAGES = "admin/pilotage/impossibles"
# Of what is settled: the last ones, the others are the history of somebody else's work.
DISPARUS_MAX = 20


@admin.register(ConstatImpossible)
class ConstatImpossibleAdmin(LectureSeule):
    def has_module_permission(self, request: HttpRequest) -> bool:
        """Reached from the list of applications by who may read it."""
        return self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What is broken, what was, and everything that is checked, in words."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        ouverts = {
            constat.invariant: constat
            for constat in ConstatImpossible.objects.filter(disparu_le=None).select_related("note_par")
            if constat.invariant in PAR_CLE
        }
        disparus = ConstatImpossible.objects.filter(disparu_le__isnull=False).order_by("-disparu_le", "-pk")
        contexte = {
            **self._contexte(request),
            "title": "Données impossibles",
            "chasse": ChasseImpossibles.objects.order_by("-menee_le", "-pk").first(),
            "ouverts": [(PAR_CLE[cle], ouverts[cle]) for cle in PAR_CLE if cle in ouverts],
            "disparus": [(PAR_CLE.get(lui.invariant), lui) for lui in disparus[:DISPARUS_MAX]],
            "themes": [
                (theme, [(invariant, ouverts.get(invariant.cle)) for invariant in siens])
                for theme, siens in par_theme(INVARIANTS).items()
            ],
            "nombre": len(INVARIANTS),
        }
        return render(request, f"{PAGES}/liste.html", contexte)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """One broken invariant: why it matters, what to do, its files, and the note."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        constats = ConstatImpossible.objects.select_related("note_par")
        constat = get_object_or_404(constats, pk=identifiant(object_id), invariant__in=list(PAR_CLE))
        peut_noter = request.user.has_perm("pilotage.change_constatimpossible")
        form = NoteForm(request.POST or None, instance=constat) if peut_noter else None
        if request.method == "POST":
            if form is None:
                raise PermissionDenied
            if form.is_valid():
                form.instance.note_par, form.instance.note_le = request.user, timezone.now()
                # The note alone: the hunt may be writing the rest.
                form.instance.save(update_fields=[*form.fields, "note_par", "note_le"])
                messages.success(request, "Note enregistrée : vos collègues la lisent.")
                return redirect("admin:pilotage_constatimpossible_change", constat.pk)
        invariant = PAR_CLE[constat.invariant]
        contexte = {
            **self._contexte(request),
            "title": composer(invariant.jamais),
            "invariant": invariant,
            "constat": constat,
            "dossiers": _dossiers(request, invariant.modele, constat.cles),
            "autres": max(constat.nombre - CLES_MAX, 0),
            "form": form,
        }
        return render(request, f"{PAGES}/fiche.html", contexte)

    def _contexte(self, request: HttpRequest) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts}


def _dossiers(request: HttpRequest, label: str, cles: list[int]) -> list[dict[str, str]]:
    """Give each file by its number, never a name, with its address for who may open it."""
    modele = apps.get_model(label)
    options = modele._meta
    numeros: dict[int, str] = {}
    try:
        options.get_field("numero")
    except FieldDoesNotExist:
        pass
    else:
        numeros = dict(modele.objects.filter(pk__in=cles).order_by("pk").values_list("pk", "numero"))
    ouvre = request.user.has_perm(f"{options.app_label}.view_{options.model_name}")
    return [{"nom": numeros.get(cle) or f"n° {cle}", "url": _adresse(options, cle) if ouvre else ""} for cle in cles]


def _adresse(options: Any, cle: int) -> str:
    """The page of a file in the administration; nothing when it has none."""
    try:
        return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[cle])
    except NoReverseMatch:
        return ""
