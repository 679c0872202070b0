"""Who takes part in what is written about a session: its training body, the mandataire of its lot, the Région.

A draft has no thread: nobody else knows of it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from comptes import acces
from comptes.models import Utilisateur
from noyau.messagerie import nouveaux_pour
from noyau.pieces import Message
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session
from sessions_formation.queries.documents import destinataire_de
from sessions_formation.queries.lots import mandataire_du_lot

REGION = "Région"
# Speaking for the Région is for those who buy: reading is for every officer.
DROIT_DE_PARLER = "sessions_formation.acheter_session"


def fils_ouverts_a(utilisateur: Utilisateur) -> QuerySet[Session]:
    """The sessions whose messages this person reads."""
    return Session.objects.visibles_pour(utilisateur).exclude(statut=StatutSession.BROUILLON)


def qualite_dans_le_fil(utilisateur: Utilisateur, session: Session) -> str:
    """Give for whom this person writes, in words; empty for an officer who may only read.

    To be asked for a session of ``fils_ouverts_a``: a training body that reads it is its own, or its mandataire.
    """
    if acces.est_agent(utilisateur):
        return REGION if utilisateur.has_perm(DROIT_DE_PARLER) else ""
    if acces.organismes_de(utilisateur).filter(organisme=session.organisme_id).exists():
        return str(session.organisme)
    return str(mandataire_du_lot(session.lot).organisme)


def nouveaux_du_fil(utilisateur: Utilisateur, session: Session) -> int | None:
    """Give how many messages of a session its reader has not read (1 query); None for a draft."""
    if session.statut == StatutSession.BROUILLON:
        return None
    return nouveaux_pour(utilisateur, [session]).get(session.pk, 0)


def marquer_nouveaux(utilisateur: Utilisateur, sessions: Iterable[Session]) -> None:
    """Set on each session of a list how many messages the person has not read, as ``nouveaux`` (1 query)."""
    sessions = list(sessions)
    comptes = nouveaux_pour(utilisateur, sessions)
    for session in sessions:
        session.nouveaux = comptes.get(session.pk, 0)  # type: ignore[attr-defined]


def participants_du_fil(session: Session) -> list[str]:
    """Give who reads what is written, by name: a page says it before one writes."""
    noms = [str(session.organisme), str(mandataire_du_lot(session.lot).organisme), f"la {REGION}"]
    return list(dict.fromkeys(noms))


def adresses_du_fil(session: Session, *, sauf: Utilisateur) -> dict[str, str]:
    """Give where a message is told of: each address once, with what it is there as (``organisme``, ``mandataire``,
    ``region``). The author is left out.

    The mandataire reads all of its group's: it is written to once one of its people has taken part, or while its
    agreement is asked for.
    """
    adresses: dict[str, str] = {}
    if courriel := destinataire_de(session):
        adresses[courriel.lower()] = "organisme"
    for courriel in _du_mandataire(session):
        adresses.setdefault(courriel.lower(), "mandataire")
    if not acces.est_agent(sauf):
        adresses.setdefault((session.agent.email if session.agent else settings.REGION_EMAIL).lower(), "region")
    adresses.pop(sauf.email.lower(), None)
    return adresses


def _du_mandataire(session: Session) -> list[str]:
    mandataire = mandataire_du_lot(session.lot).organisme
    if mandataire.pk == session.organisme_id:
        return []
    siens = Message.objects.de(session).filter(auteur_qualite=str(mandataire), auteur__is_active=True)
    auteurs = list(siens.order_by().values_list("auteur__email", flat=True).distinct())
    if session.statut == StatutSession.ATTENTE_MANDATAIRE and mandataire.courriel:
        auteurs.append(mandataire.courriel)
    return auteurs
