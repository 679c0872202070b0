"""What commune and job fields suggest as one types: public facts, open to all, kept by browsers for a day."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from referentiels.queries.communes import communes_trouvees
from referentiels.queries.metiers import metiers_trouves

LONGUEUR_MAX = 80
_en_cache = cache_control(public=True, max_age=86_400)


@login_not_required
@require_safe
@_en_cache
@vary_on_headers("HX-Request")
def communes(request: HttpRequest) -> HttpResponse:
    """`?q=`: communes of the region by name, former name or postal code; options for htmx, JSON otherwise."""
    trouvees = communes_trouvees(_texte(request))
    return _repondre(request, ((trouvee.commune.code_insee, trouvee.texte) for trouvee in trouvees))


@login_not_required
@require_safe
@_en_cache
@vary_on_headers("HX-Request")
def metiers(request: HttpRequest) -> HttpResponse:
    """`?q=`, and `secteur=` to narrow: ROME jobs by label or code; options for htmx, JSON otherwise."""
    trouves = metiers_trouves(_texte(request), _lisible(request.GET.get("secteur", "")) or None)
    return _repondre(request, ((trouve.metier.code_rome, trouve.texte) for trouve in trouves))


def _texte(request: HttpRequest) -> str:
    """`q`, or else the first value: a field sends itself under its own name, whatever the form calls it."""
    texte = request.GET.get("q") or next((v for nom, v in request.GET.items() if nom != "secteur"), "")
    return _lisible(str(texte))


def _lisible(texte: str) -> str:
    """What the database can be asked: it knows no NUL."""
    return texte.replace("\0", "")[:LONGUEUR_MAX]


def _repondre(request: HttpRequest, resultats: Iterable[tuple[str, str]]) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return render(request, "composants/suggestions.html", {"suggestions": [texte for _, texte in resultats]})
    return JsonResponse({"resultats": [{"code": code, "texte": texte} for code, texte in resultats]})
