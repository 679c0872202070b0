"""The public pages of the sessions: what one may train for, where, when, and whom to talk to about it."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from noyau.listes import Colonne, liste_filtree, page_de, tri_de
from sessions_formation.enums import StatutSession, TypeSession
from sessions_formation.forms.formations import FiltreFormations
from sessions_formation.models import Session
from sessions_formation.queries.publiees import emplois_au_bout, pour_le_public, sessions_fermees, sessions_publiees

COLONNES = (
    Colonne("intitule", "Formation"),
    Colonne("lieu", "Où"),
    Colonne("debut", "Quand"),
    Colonne("places", "Places", nombre=True),
    Colonne("", "Au bout"),
)
TRIS = {"intitule": "intitule", "lieu": "commune__nom_normalise", "debut": "debut", "places": "effectif"}
PARTIE = 410


@login_not_required
@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Every session one may still enter, the next to begin first."""
    le = timezone.localdate()
    publiees = sessions_publiees(le)
    filtre = FiltreFormations(request.GET, publiees=publiees, le=le)
    tri, tetes = tri_de(request, COLONNES, defaut="debut")
    sens = "-" if tri.startswith("-") else ""
    sessions = pour_le_public(filtre.appliquer(publiees))
    page = page_de(request, sessions.order_by(sens + TRIS[tri.removeprefix("-")], "debut", "pk"))
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "le": le,
    }
    return render(request, "formations/liste.html", contexte)


@login_not_required
@require_safe
def detail(request: HttpRequest, numero: str) -> HttpResponse:
    """One session; a kind page where one can no longer enter, nothing at all of what was never published."""
    le = timezone.localdate()
    ouvertes = pour_le_public(sessions_publiees(le)).select_related("lieu__commune", "certification")
    session = ouvertes.filter(numero=numero).order_by("pk").first()
    if session is None:
        return _partie(request, numero, le)
    emplois = emplois_au_bout(session) if session.type == TypeSession.INTENTION else []
    contexte = {
        "session": session,
        "titre": _titre(session),
        "emplois": [{"commune": commune, "postes": postes} for commune, postes in emplois],
        "en_cours": session.commencee(le),
    }
    return render(request, "formations/detail.html", contexte)


def _partie(request: HttpRequest, numero: str, le: date) -> HttpResponse:
    """What remains of a session that is closed: its name, and where to look now."""
    fermees = sessions_fermees(le).select_related("commune__departement", "lot__secteur")
    session = get_object_or_404(fermees, numero=numero)
    contexte: dict[str, Any] = {
        "session": session,
        "annulee": session.statut == StatutSession.ANNULEE,
        "terminee": bool(session.fin and session.fin < le),
    }
    return render(request, "formations/partie.html", contexte, status=PARTIE)


def _titre(session: Session) -> str:
    """« Soudeur assembleur industriel, Cholet, janvier 2027 »: what a search engine and a shared link show."""
    commune = session.commune.nom if session.commune else ""
    return ", ".join(filter(None, [session.intitule, commune, date_format(session.debut, "F Y")]))
