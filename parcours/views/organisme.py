"""The people of a session, on one page: who is to decide on, expected, in training, gone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes import acces
from parcours.queries.declarations import peut_admettre, peut_declarer, sessions_visibles
from parcours.queries.groupe import groupe_de
from parcours.queries.lecteur import exiger_de_lire
from sessions_formation.models import Session


@require_safe
def groupe(request: HttpRequest, pk: int) -> HttpResponse:
    """The group of a session, with the acts its reader may do."""
    acces.retenir(request.user)
    session = lire_la_session(request, pk)
    le = timezone.localdate()
    contexte: dict[str, Any] = {
        "session": session,
        "groupe": groupe_de(session, le=le),
        "declare": peut_declarer(request.user, session),
        "admet": peut_admettre(request.user, session),
        "agent": acces.est_agent(request.user),
        "le": le,
    }
    return render(request, "parcours/groupe.html", contexte)


def lire_la_session(request: HttpRequest, pk: int) -> Session:
    """Give a session whose people the reader may see; 404 otherwise, 403 for an officer who may not read people."""
    exiger_de_lire(request.user)
    sessions = sessions_visibles(request.user).select_related("organisme", "structure_referente", "referent")
    return get_object_or_404(sessions, pk=pk)
