"""The personal links of employers: a page about one person of theirs, without an account.

These pages are exempt from the CSRF token: what authorises the act is the signed link itself, in the address, which no
other site can know; and a phone that keeps no cookie must be able to answer.
"""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from comptes import liens
from comptes.liens import LienInvalide, LienPerime, Usage
from parcours.actions.liens import envoyer_nouveau_lien
from parcours.queries.employeur import PAGES, adresses_a
from sessions_formation.models import Parcours

Vue = Callable[[HttpRequest, Parcours, str, str], HttpResponse]


def par_lien(usage: Usage) -> Callable[[Vue], Callable[..., HttpResponse]]:
    """Read the link before the view, which gets the parcours, the address it was sent to and the link itself.

    Another's, or a person whose data is erased: 404. A link that is too old offers another, in one click.
    """

    def decorer(vue: Vue) -> Callable[..., HttpResponse]:
        @wraps(vue)
        def ouverte(request: HttpRequest, jeton: str) -> HttpResponse:
            try:
                lien = liens.lire(usage, jeton)
            except LienPerime:
                contexte = {"jeton": jeton, "usage": usage.value}
                return _discrete(render(request, "parcours/lien_perime.html", contexte, status=410))
            except LienInvalide:
                return _discrete(render(request, "parcours/lien_invalide.html", status=404))
            lus = adresses_a(lien).select_related(
                "stagiaire", "session__organisme", "session__demandeur", "intention__employeur", "intention__metier"
            )
            parcours = lus.first()
            if parcours is None:
                return _discrete(render(request, "parcours/lien_invalide.html", status=404))
            return _discrete(vue(request, parcours, lien.courriel, jeton))

        return csrf_exempt(login_not_required(never_cache(require_http_methods(["GET", "HEAD", "POST"])(ouverte))))

    return decorer


@csrf_exempt
@login_not_required
@never_cache
@require_POST
def nouveau_lien(request: HttpRequest) -> HttpResponse:
    """Send another link to the address an expired one was sent to: nothing is typed, nobody else is written to."""
    usage = next((usage for usage in PAGES if usage == request.POST.get("usage")), None)
    if usage is None:
        raise Http404
    try:
        lien = liens.lire(usage, request.POST.get("jeton", ""))
        courriel, objet = lien.courriel, lien.objet
    except LienPerime as perime:
        courriel, objet = perime.courriel, perime.objet
    except LienInvalide as erreur:
        raise Http404 from erreur
    if not ratelimit.consume(request, action="nouveau_lien", key=courriel):
        return _discrete(render(request, "429.html", status=429))
    envoyer_nouveau_lien(usage=usage, courriel=courriel, parcours_id=objet)
    return _discrete(render(request, "parcours/lien_envoye.html"))


def _discrete(reponse: HttpResponse) -> HttpResponse:
    """Keep the page, whose address is a key, out of search engines."""
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse
