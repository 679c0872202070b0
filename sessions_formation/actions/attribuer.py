"""Who instructs a request: given on arrival by its lot, taken by who opens it, shared by a chef d'unité."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from sessions_formation.automates import A_DECIDER, PAS_DECIDEE
from sessions_formation.models import Session
from sessions_formation.queries.agents import absences_du, agents, qui_traite

REAFFECTER = "sessions_formation.reaffecter_session"
TRANSITION = "confier"


def attribuer_a_l_arrivee(session: Session, *, le: date) -> None:
    """Give a request that has just reached the Région to the officer of its lot, or to who replaces them on ``le``.

    Nothing happens when it waits for someone else, is somebody's already, or the lot is nobody's. An officer who is
    away without a replacement keeps it: it is shown as such. Called in the transaction that sends the request.
    """
    if session.statut not in A_DECIDER or session.agent_id or session.lot.agent is None:
        return
    habituel = session.lot.agent
    if not (habituel.is_active and habituel.is_staff):
        return
    agent = qui_traite(habituel, absences_du(le)) or habituel
    motif = "" if agent == habituel else f"Absence de {habituel}, remplacement par {agent}."
    confier(session, agent, par=None, motif=motif)


@transaction.atomic
def reaffecter(*, sessions: Collection[int], vers: int, par: Utilisateur, motif: str) -> int:
    """Give requests nobody has decided yet to another officer; the journal of each keeps the reason.

    Gives how many changed hands: what has been decided meanwhile, or is theirs already, is left as it is. Raises
    ``PermissionDenied`` without the right to share the work, ``RegleViolee`` without a reason or when ``vers`` may
    not instruct.
    """
    if not par.has_perm(REAFFECTER):
        raise PermissionDenied
    if not motif.strip():
        raise RegleViolee("Écrivez pourquoi ces dossiers changent de mains : l’historique le garde.")
    agent = agents().filter(pk=vers).first()
    if agent is None:
        raise RegleViolee("Cette personne ne peut pas instruire de demande.")
    lignes = Session.objects.visibles_pour(par).filter(pk__in=sessions, statut__in=PAS_DECIDEE).exclude(agent=agent)
    verrouillees = list(lignes.select_for_update(of=("self",)).order_by("pk"))
    for session in verrouillees:
        confier(session, agent, par=par, motif=motif.strip())
    return len(verrouillees)


def confier(session: Session, agent: Utilisateur, *, par: Utilisateur | None, motif: str = "") -> Session:
    """Give a locked request to an officer, and write it in its journal (``par`` is None when the system does)."""
    session.agent = agent
    session.save(update_fields=["agent"])
    noter(session, f"Confiée à {agent}", par=par, transition=TRANSITION, motif=motif)
    return session
