"""The public catalogue of schemes: before, at and after hiring."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from noyau.listes import adresse
from referentiels.forms.dispositifs import FiltreDispositifs
from referentiels.queries.dispositifs import catalogue, fiches, par_famille
from referentiels.queries.reglement import reglement_au


@login_not_required
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Every scheme, family by family, on one page that prints; narrowed as the address says."""
    filtre = FiltreDispositifs(request.GET)
    trouvees = catalogue(reglement_au(timezone.localdate()), **filtre.criteres())
    contexte = {
        "filtre": filtre,
        "filtree": any(request.GET.get(nom) for nom in filtre.fields),
        "sans_filtre": adresse(request, **dict.fromkeys(filtre.fields)),
        "combien": len(trouvees),
        "familles": par_famille(trouvees),
    }
    return render(request, "dispositifs/liste.html", contexte)


@login_not_required
@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One scheme, with the values in force today."""
    le = timezone.localdate()
    trouvees = fiches([code], reglement_au(le))
    if not trouvees:
        raise Http404
    return render(request, "dispositifs/detail.html", {"fiche": trouvees[0], "le": le})
