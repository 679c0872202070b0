"""The measures of the plan, read by whoever may read the dashboards: the board, one measure, the report."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from noyau.documents import mettre_en_page
from pilotage.models import Mesure
from pilotage.tableaux.affichage import montrer
from pilotage.tableaux.mesures import fiche, rapport, tableau
from referentiels.queries.reglement import reglement_au

VOIR = "pilotage.voir_tableaux"
lecteur = permission_required(VOIR, raise_exception=True)


@require_safe
@lecteur
def liste(request: HttpRequest) -> HttpResponse:
    """The board, narrowed and sorted as the address says."""
    return render(request, "pilotage/mesures/liste.html", tableau(request, page="mesures:mesure"))


@require_safe
@lecteur
def detail(request: HttpRequest, numero: int) -> HttpResponse:
    """One measure, with its history."""
    mesure = get_object_or_404(Mesure.objects.select_related("priorite"), pk=numero)
    loi = reglement_au(timezone.localdate())
    contexte = fiche(mesure, lecteur=request.user, loi=loi, maintenant=timezone.now())
    return render(request, "pilotage/mesures/detail.html", contexte)


@require_safe
@lecteur
def imprimable(request: HttpRequest) -> HttpResponse:
    """Every measure on one page, made to be printed."""
    contexte = _rapport()
    return render(request, "pilotage/mesures/rapport.html", {**contexte, "figure": montrer(contexte["bilan"])})


@require_safe
@lecteur
def pdf(request: HttpRequest) -> HttpResponse:
    """The same as a tagged PDF. It is drawn anew each time: nothing of it is kept."""
    contexte = _rapport()
    nom = f"mesures-du-plan-{contexte['le']:%Y-%m-%d}.pdf"
    entetes = {"Content-Disposition": f'inline; filename="{nom}"', "Cache-Control": "private, no-store"}
    octets = mettre_en_page("mesures_rapport", contexte, feuilles=("css/mesures_rapport.css",))
    return HttpResponse(octets, content_type="application/pdf", headers=entetes)


def _rapport() -> dict[str, Any]:
    le = timezone.localdate()
    return {**rapport(loi=reglement_au(le)), "le": le, "imprime_le": timezone.now()}
