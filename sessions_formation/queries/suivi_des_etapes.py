"""Where an invitation, a step and what came of it stand, in the words of the pages."""

from datetime import datetime
from typing import Any, NamedTuple

from noyau.templatetags.maison import horaire
from referentiels.regles.typographie import compter, enumerer
from sessions_formation.models import EtapeSession, InvitationEtape, Session
from sessions_formation.queries.etapes import etapes_de_la_session


class Etat(NamedTuple):
    """A code and the words of ``composants/etat.html``."""

    code: str
    libelle: str


def etat_de_l_etape(etape: EtapeSession, maintenant: datetime) -> Etat:
    if etape.annulee:
        return Etat("annulee", "Annulée")
    return Etat("termine", "Passée") if etape.commencee(maintenant) else Etat("publiee", "À venir")


def reponse_de(invitation: InvitationEtape) -> Etat:
    """What the employer answered."""
    if invitation.viendra is None:
        return Etat("sans_reponse", "Sans réponse")
    return Etat("viendra", "Viendra") if invitation.viendra else Etat("ne_viendra_pas", "Ne pourra pas")


def presence_de(invitation: InvitationEtape, maintenant: datetime) -> Etat | None:
    """Whether the employer came; None while the step is still to come, or was called off."""
    etape = invitation.etape
    if invitation.presence:
        return Etat(invitation.presence, invitation.get_presence_display())
    return Etat("sans_reponse", "À noter") if etape.commencee(maintenant) and not etape.annulee else None


def etat_pour_l_employeur(invitation: Any, maintenant: datetime) -> Etat:
    """What the employer's list shows: called off, came or not, still expected (``avec_tenue``), answered or not."""
    if invitation.etape.annulee:
        return Etat("annulee", "Annulé")
    if invitation.presence:
        return Etat(invitation.presence, invitation.get_presence_display())
    if invitation.etape.commencee(maintenant):
        return Etat("termine", "Passé")
    if not invitation.tenue:
        return Etat("annulee", "Plus attendu")
    reponse = reponse_de(invitation)
    return Etat("a_completer", "Répondez") if reponse.code == "sans_reponse" else reponse


def etapes_du_bloc(session: Session, *, maintenant: datetime) -> list[dict[str, Any]]:
    """Give the lines of ``sessions/_etapes.html``: each step, when, and who comes or was missing (1 query)."""
    return [
        {
            "etape": etape,
            "quand": horaire(etape.debut, etape.fin),
            "etat": etat_de_l_etape(etape, maintenant),
            "reponses": _reponses(etape, maintenant),
            "absents": _absents(etape),
        }
        for etape in etapes_de_la_session(session)
    ]


def _reponses(etape: Any, maintenant: datetime) -> str:
    invites = compter(etape.invites, "employeur invité", "employeurs invités")
    if etape.annulee or not etape.invites:
        return invites if etape.invites else "Aucun employeur invité"
    if etape.commencee(maintenant):
        return f"{invites}, {compter(etape.presents, 'présent', 'présents')}"
    dits = [
        compter(combien, verbe, pluriel)
        for combien, verbe, pluriel in (
            (etape.viendront, "viendra", "viendront"),
            (etape.empeches, "ne pourra pas", "ne pourront pas"),
            (etape.invites - etape.viendront - etape.empeches, "sans réponse", "sans réponse"),
        )
        if combien
    ]
    return f"{invites} : {enumerer(dits)}".replace(" :", "\N{NO-BREAK SPACE}:")


def _absents(etape: Any) -> str:
    """« 1 employeur absent : choix des candidats »."""
    if not etape.absents:
        return ""
    return compter(etape.absents, "employeur absent", "employeurs absents")
