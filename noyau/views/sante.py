"""Probes for whoever runs the service: no account, no session, nothing personal, nothing secret."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from noyau.veille import Etat, examiner


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
    """200 when requests can be served and letters leave, else 503; says which part is missing or late."""
    etat = examiner(maintenant=timezone.now())
    return JsonResponse(_en_json(etat), status=200 if etat.pret else 503)


def _en_json(etat: Etat) -> dict[str, object]:
    corps: dict[str, object] = {
        "pret": etat.pret,
        "degrade": etat.degrade,
        "base": etat.base,
        "migrations": etat.migrations,
        "courtier": etat.courtier,
        "worker": etat.worker,
        "beat": etat.beat,
        "documents": etat.documents,
        "courriers": {"a_jour": etat.courriers, "retard_secondes": _secondes(etat.retard)},
        "file": {
            "a_jour": etat.taches,
            "en_attente": etat.file and etat.file.attendent,
            "en_main": etat.file and etat.file.en_main,
            "age_secondes": _secondes(etat.file.age if etat.file else None),
        },
    }
    if etat.replique_demandee:
        corps["replique"] = {"a_jour": etat.replique_a_jour, "retard_secondes": _secondes(etat.replique)}
    return corps


def _secondes(duree: timedelta | None) -> int | None:
    return None if duree is None else round(duree.total_seconds())
