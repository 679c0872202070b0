"""« Montrer notre nom » : the employer's word on being named, taken back as simply as it was given."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from intentions.actions.nommer import changer_le_nom_public
from intentions.views.redaction import ecrite_par
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer

DITS = {
    True: composer("C’est noté : votre nom sera montré à côté des formations ouvertes sur vos postes."),
    False: composer("C’est noté : votre nom n’est montré nulle part."),
}


@require_POST
def changer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say yes or no; a second click, or another tab, is told that it is already so."""
    ecrite_par(request, pk)
    voulu = request.POST.get("nom_public") == "oui"
    try:
        change = changer_le_nom_public(intention_id=pk, nom_public=voulu, par=request.user)
    except RegleViolee as refus:
        messages.error(request, str(refus))
    else:
        (messages.success if change else messages.info)(request, DITS[voulu])
    return redirect(f"{reverse('intentions:detail', args=[pk])}#nom-public")
