"""How a page opens by a personal link (comptes.liens), whatever it shows.

These pages are exempt from the CSRF token: what authorises the act is the signed link itself, in the address, which no
other site can know; and a phone that keeps no cookie must be able to answer.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comptes import liens
from comptes.liens import Lien, LienInvalide, LienPerime, Usage
from noyau.discretion import discrete

Vue = Callable[..., HttpResponse]
# What a link that is too old leads to: the request, the use, what the link said, the link itself.
Perime = Callable[[HttpRequest, Usage, Lien, str], HttpResponse]


def sans_compte(vue: Vue) -> Vue:
    """Open a page to who holds its address: no account, no cookie needed; kept by no cache and no search engine."""

    @wraps(vue)
    def ouverte(request: HttpRequest, *valeurs: Any, **arguments: Any) -> HttpResponse:
        return discrete(vue(request, *valeurs, **arguments))

    return csrf_exempt(login_not_required(never_cache(require_http_methods(["GET", "HEAD", "POST"])(ouverte))))


def par_lien_personnel(
    usage: Usage, *, perime: Perime, invalide: str, validite: timedelta = liens.VALIDITE
) -> Callable[[Vue], Vue]:
    """Read the link before the view, which gets what it says and the link itself.

    Too old: ``perime`` answers. Cut, altered or of another use: the template ``invalide``, 404.
    """

    def decorer(vue: Vue) -> Vue:
        @sans_compte
        @wraps(vue)
        def ouverte(request: HttpRequest, jeton: str, **arguments: Any) -> HttpResponse:
            try:
                lien = liens.lire(usage, jeton, validite=validite)
            except LienPerime as trop_vieux:
                return perime(request, usage, Lien(trop_vieux.courriel, trop_vieux.objet), jeton)
            except LienInvalide:
                return render(request, invalide, status=404)
            return vue(request, lien, jeton, **arguments)

        return ouverte

    return decorer


def par_lien_vers(
    usage: Usage,
    trouver: Callable[[Lien], Any],
    *,
    perime: Perime,
    invalide: str,
    validite: timedelta = liens.VALIDITE,
) -> Callable[[Vue], Vue]:
    """The same for a link about one object: the view gets what ``trouver`` finds, the reader's address and the link.

    Found nothing (another's, or a person whose data is erased): 404, as for a link that is none of ours.
    """

    def decorer(vue: Vue) -> Vue:
        @par_lien_personnel(usage, perime=perime, invalide=invalide, validite=validite)
        @wraps(vue)
        def ouverte(request: HttpRequest, lien: Lien, jeton: str) -> HttpResponse:
            trouve = trouver(lien)
            if trouve is None:
                return render(request, invalide, status=404)
            return vue(request, trouve, lien.courriel, jeton)

        return ouverte

    return decorer


def en_proposer_un_autre(request: HttpRequest, *, adresse: str = "", **champs: str) -> HttpResponse:
    """The page of a link too old: another in one click, asked at ``adresse`` (here if empty) with ``champs``."""
    return render(request, "comptes/lien_perime.html", {"adresse": adresse, "champs": champs}, status=410)
