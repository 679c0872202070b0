"""The personal links of the follow-up: a page for the person or its employer, without an account."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import base36_to_int
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comptes.liens import Lien, Usage
from comptes.views.liens import en_proposer_un_autre, par_lien_vers
from insertion.actions.renvoyer import renvoyer_au_stagiaire, renvoyer_le_lien
from insertion.models import Suivi
from insertion.queries.avis import parcours_du_lien
from insertion.queries.liens_du_suivi import suivi_du_lien, suivi_du_texto
from insertion.queries.suivis import chemin_du_stagiaire
from noyau.discretion import discrete

# Asking not to be written to stays possible as long as the message may be found.
VALIDITE_STOP = timedelta(days=730)
INVALIDE = "insertion/lien_invalide.html"


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def par_texto(request: HttpRequest, code: str) -> HttpResponse:
    """The short address of a text message: leads to the page of the link, and does nothing else."""
    suivi, _, signature = code.partition("-")
    try:
        trouve = suivi_du_texto(base36_to_int(suivi), signature, le=localdate())
    except ValueError:
        trouve = None
    if trouve is None:
        return discrete(render(request, INVALIDE, status=404))
    return discrete(redirect(chemin_du_stagiaire(trouve, trouve.parcours.stagiaire.telephone)))


def _perime(request: HttpRequest, usage: Usage, lien: Lien, _jeton: str) -> HttpResponse:
    """The link stays good for one thing: having another sent to the same address."""
    renvoyer = _renvoi(usage, lien)
    if renvoyer is None:
        raise Http404
    if request.method != "POST":
        return en_proposer_un_autre(request)
    if not ratelimit.consume(request, action="nouveau_lien", key=lien.courriel):
        return render(request, "429.html", status=429)
    renvoyer()
    return render(request, "insertion/lien_envoye.html")


def _renvoi(usage: Usage, lien: Lien) -> Callable[[], None] | None:
    """What sends a link of this use again, None where it is not for this reader any more."""
    if usage in {Usage.AVIS, Usage.ATTESTATION}:
        parcours = parcours_du_lien(lien)
        return parcours and partial(
            renvoyer_au_stagiaire, parcours_id=parcours.pk, usage=usage, courriel=lien.courriel
        )
    suivi: Suivi | None = None if usage == Usage.SUIVI_STOP else suivi_du_lien(usage, lien)
    return suivi and partial(renvoyer_le_lien, suivi_id=suivi.pk, usage=usage, courriel=lien.courriel)


par_lien = partial(par_lien_vers, perime=_perime, invalide=INVALIDE)
