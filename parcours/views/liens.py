"""The personal links of employers: a page about one person of theirs, without an account."""

from collections.abc import Callable
from functools import partial

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from comptes import liens
from comptes.liens import Lien, LienInvalide, LienPerime, Usage
from comptes.views.liens import Vue, en_proposer_un_autre, par_lien_vers, sans_compte
from parcours.actions.liens import envoyer_nouveau_lien
from parcours.queries.employeur import PAGES, adresses_a
from sessions_formation.models import Parcours


def _parcours_de(lien: Lien) -> Parcours | None:
    lus = adresses_a(lien).select_related(
        "stagiaire", "session__organisme", "session__demandeur", "intention__employeur", "intention__metier"
    )
    return lus.first()


def _perime(request: HttpRequest, usage: Usage, _lien: Lien, jeton: str) -> HttpResponse:
    return en_proposer_un_autre(request, adresse=reverse("parcours:nouveau_lien"), jeton=jeton, usage=usage.value)


# The view gets the parcours, the address it was sent to and the link itself.
par_lien: Callable[[Usage], Callable[[Vue], Vue]] = partial(
    par_lien_vers, trouver=_parcours_de, perime=_perime, invalide="parcours/lien_invalide.html"
)


@sans_compte
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
        return render(request, "429.html", status=429)
    envoyer_nouveau_lien(usage=usage, courriel=courriel, parcours_id=objet)
    return render(request, "parcours/lien_envoye.html")
