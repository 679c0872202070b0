"""« Vos courriels »: how often the reader of an address wants to be written to, with an account or without."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from comptes import liens
from comptes.forms.courriels import RythmeForm
from comptes.liens import LienInvalide, LienPerime, Usage
from noyau.preferences import Rythme, rythme_de
from noyau.recapitulatif import choisir_rythme

# As long as an e-mail may be found in a mailbox: the link does nothing but set a rhythm.
VALIDITE = timedelta(days=730)


@require_http_methods(["GET", "POST"])
def mes_courriels(request: HttpRequest) -> HttpResponse:
    """The page of whoever is signed in, for the address of the account."""
    return _page(request, request.user.email)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def courriels_par_lien(request: HttpRequest, jeton: str) -> HttpResponse:
    """The page of whoever reads a mailbox, from the foot of an e-mail. A cut link says where to find a whole one."""
    try:
        lien = liens.lire(Usage.COURRIELS, jeton, validite=VALIDITE)
    except (LienInvalide, LienPerime):
        return _sans_index(render(request, "comptes/courriels_lien.html", status=404))
    return _sans_index(_page(request, lien.courriel))


def _page(request: HttpRequest, courriel: str) -> HttpResponse:
    form = RythmeForm(request.POST or None, initial={"rythme": rythme_de(courriel)})
    if request.method == "POST" and form.is_valid():
        rythme = Rythme(form.cleaned_data["rythme"])
        partis = choisir_rythme(courriel=courriel, rythme=rythme, maintenant=timezone.now())
        messages.success(request, _note(rythme, partis))
        return redirect(request.path)
    return render(request, "comptes/courriels.html", {"form": form, "courriel": courriel})


def _note(rythme: Rythme, partis: int) -> str:
    if rythme == Rythme.QUOTIDIEN:
        return "C’est noté : vos nouvelles arriveront ensemble, le matin."
    if partis == 0:
        return "C’est noté : chaque nouvelle part dès qu’elle arrive."
    attendaient = (
        "La nouvelle qui attendait part" if partis == 1 else f"Les {partis} nouvelles qui attendaient partent"
    )
    return f"C’est noté. {attendaient} maintenant."


def _sans_index(reponse: HttpResponse) -> HttpResponse:
    reponse["X-Robots-Tag"] = "noindex"
    return reponse
