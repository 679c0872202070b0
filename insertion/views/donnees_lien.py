"""« Vos données »: what is kept about a person, read and taken away by that person, without an account.

Opening the link changes nothing. It is exempt from the CSRF token like every personal link (comptes.views.liens).
"""

from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from rest_framework.throttling import SimpleRateThrottle

from comptes import liens
from comptes.liens import LienInvalide, LienPerime, Usage
from comptes.views.liens import sans_compte
from insertion.actions.lien_donnees import envoyer_le_lien
from insertion.forms.donnees import LienDonneesForm
from insertion.queries.a_effacer import terme_de
from insertion.queries.donnees import donnees_de
from insertion.queries.liens_du_suivi import stagiaire_du_lien
from insertion.regles.registre import STAGIAIRES
from insertion.views.copie import FORMATS, copie
from noyau.discretion import discrete
from stagiaires.models import Stagiaire


class DebitParPersonne(SimpleRateThrottle):
    """How many copies of its data one person may ask for (its rate: ``REST_FRAMEWORK``)."""

    scope = "copie_donnees"

    def __init__(self, stagiaire: Stagiaire) -> None:
        super().__init__()
        self.stagiaire = stagiaire

    def get_cache_key(self, request: HttpRequest, _view: object) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.stagiaire.pk}


def _par_lien(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Read the link before the view, which gets the person. Erased since, or another address: told kindly."""

    @wraps(vue)
    def ouverte(request: HttpRequest, jeton: str, **arguments: str) -> HttpResponse:
        try:
            stagiaire = stagiaire_du_lien(liens.lire(Usage.DONNEES, jeton))
        except LienPerime as perime:
            contexte = {"form": LienDonneesForm(initial={"courriel": perime.courriel}), "perime": True}
            return discrete(render(request, "insertion/donnees_lien_demander.html", contexte, status=410))
        except LienInvalide:
            return discrete(render(request, "insertion/lien_invalide.html", status=404))
        if stagiaire is None:
            return discrete(render(request, "insertion/donnees_effacees.html", status=410))
        return discrete(vue(request, stagiaire, jeton, **arguments))

    return login_not_required(never_cache(require_safe(ouverte)))


@_par_lien
def lire(request: HttpRequest, stagiaire: Stagiaire, jeton: str) -> HttpResponse:
    """All that is kept about the holder of the link, in words, and what may be asked."""
    contexte = {
        "jeton": jeton,
        "sections": donnees_de(stagiaire, amenagement=True),
        "traitements": STAGIAIRES,
        "terme": terme_de(stagiaire, le=timezone.localdate()),
        "delegue": settings.DPD_EMAIL,
    }
    return render(request, "insertion/donnees_lien.html", contexte)


@_par_lien
def exporter(request: HttpRequest, stagiaire: Stagiaire, jeton: str, sorte: str) -> HttpResponse:
    """Give the copy of all that is kept. Drawing it costs: not again and again."""
    if sorte not in FORMATS:
        raise Http404
    if not DebitParPersonne(stagiaire).allow_request(request, None):
        return render(request, "429.html", status=429)
    return copie(stagiaire, sorte=sorte, amenagement=True)


@sans_compte
def demander(request: HttpRequest) -> HttpResponse:
    """Ask for the link by typing one's address; the answer is the same whether it is known or not."""
    form = LienDonneesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        courriel = form.cleaned_data["courriel"]
        if not ratelimit.consume(request, action="nouveau_lien", key=courriel):
            return render(request, "429.html", status=429)
        envoyer_le_lien(courriel=courriel)
        return render(request, "insertion/donnees_lien_envoye.html")
    return render(request, "insertion/donnees_lien_demander.html", {"form": form})
