"""An employer's record, as the employer itself and officers read it: the same page, word for word."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes import acces
from sessions_formation.queries.bilan_employeur import bilan_de, employeurs_lisibles


@require_safe
def employeur(request: HttpRequest, pk: int) -> HttpResponse:
    """The record over 24 months, how it is counted, and how to contest it."""
    trouve = get_object_or_404(employeurs_lisibles(request.user), pk=pk)
    contexte = {
        "employeur": trouve,
        "bilan": bilan_de(trouve.pk, le=timezone.localdate()),
        "pour_agent": acces.est_agent(request.user),
        "contact": settings.CONTACT_EMAIL,
    }
    return render(request, "sessions/bilan.html", contexte)
