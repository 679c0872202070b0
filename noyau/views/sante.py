"""Probes for whoever runs the service: no account, no session, nothing personal, nothing secret."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noyau.veille import examiner


@login_not_required
@require_safe
@never_cache
def en_vie(_request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing of anyone: a database that is down is no reason to restart the web server."""
    return JsonResponse({"en_vie": True})


@login_not_required
@require_safe
@never_cache
def pret(_request: HttpRequest) -> JsonResponse:
    """200 when requests can be served and letters leave, else 503; says which part is missing."""
    etat = examiner(maintenant=timezone.now())
    corps = {
        "pret": etat.pret,
        "base": etat.base,
        "courtier": etat.courtier,
        "worker": etat.worker,
        "courriers": {
            "a_jour": etat.courriers,
            "retard_secondes": None if etat.retard is None else round(etat.retard.total_seconds()),
        },
    }
    return JsonResponse(corps, status=200 if etat.pret else 503)
