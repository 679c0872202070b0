"""The public page of one session: what it teaches, what waits at the end, how to enter, whom to call."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from noyau.agenda import fichier_de_journees
from sessions_formation.enums import StatutSession, TypeSession
from sessions_formation.models import Session
from sessions_formation.queries.page_publique import (
    NIVEAUX,
    adresse_publique,
    donnees_de_la_formation,
    journee_de,
    reunions_a_venir,
    similaires,
    titre_public,
)
from sessions_formation.queries.publiees import (
    emplois_au_bout,
    pour_le_public,
    sessions_fermees,
    sessions_publiees,
)

PARTIE = 410
JOINTES = ("lieu__commune", "certification", "structure_referente", "fiche")


@login_not_required
@require_safe
def detail(request: HttpRequest, numero: str) -> HttpResponse:
    """One session; a kind page where one can no longer enter, nothing at all of what was never published."""
    le = timezone.localdate()
    session = _ouverte(numero, le)
    if session is None:
        return _partie(request, numero, le)
    sur_intention = session.type == TypeSession.INTENTION
    libres, fiche = session.vitrine.libres, getattr(session, "fiche", None)
    contexte = {
        "session": session,
        "titre": titre_public(session),
        "adresse": adresse_publique(session),
        "fiche": fiche,
        "libres": libres,
        "sur_intention": sur_intention,
        "emplois": emplois_au_bout(session) if sur_intention else [],
        "employeurs": session.vitrine.employeurs,
        "reunions": reunions_a_venir(session, timezone.now()),
        "similaires": similaires(session, le),
        "niveau": NIVEAUX.get(session.certification.niveau, "") if session.certification else "",
        "en_cours": session.commencee(le),
        "donnees": donnees_de_la_formation(session, libres=libres, fiche=fiche),
    }
    return render(request, "formations/detail.html", contexte)


@login_not_required
@require_safe
def agenda(request: HttpRequest, numero: str) -> HttpResponse:
    """The first day of a session, for the calendar of who enters it."""
    session = get_object_or_404(sessions_publiees(timezone.localdate()), numero=numero)
    fichier = fichier_de_journees([journee_de(session)], nom=session.intitule)
    entetes = {"Content-Disposition": f'attachment; filename="formation-{session.numero}.ics"'}
    return HttpResponse(fichier, content_type="text/calendar; charset=utf-8", headers=entetes)


def _ouverte(numero: str, le: date) -> Session | None:
    ouvertes = pour_le_public(sessions_publiees(le)).select_related(*JOINTES)
    return ouvertes.filter(numero=numero).order_by("pk").first()


def _partie(request: HttpRequest, numero: str, le: date) -> HttpResponse:
    """What remains of a session that is closed: its name, and where to look now."""
    fermees = sessions_fermees(le).select_related("commune__departement", "lot__secteur")
    session = get_object_or_404(fermees, numero=numero)
    contexte: dict[str, Any] = {
        "session": session,
        "annulee": session.statut == StatutSession.ANNULEE,
        "terminee": bool(session.fin and session.fin < le),
        "similaires": similaires(session, le),
    }
    return render(request, "formations/partie.html", contexte, status=PARTIE)
