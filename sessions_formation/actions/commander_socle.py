"""The Région orders a session by itself, ahead of any intention: the socle (PRES).

Nobody asks for it: the officer who orders it is its author, and its request and its authorisation are one act.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from comptes.models import Utilisateur
from noyau import horloge
from noyau.numeros import numero_suivant
from referentiels.regles.constats import Constat, verdict_de
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.demander import juger
from sessions_formation.enums import TransitionSession, TypeSession
from sessions_formation.models import Lot, Session

DROIT = "sessions_formation.acheter_session"


def session_socle(lot: Lot, *, par: Utilisateur, champs: Mapping[str, Any]) -> Session:
    """Give the session these answers describe, unsaved: what the rules judge before anything is ordered."""
    return Session(type=TypeSession.SOCLE, lot=lot, demandeur=par, agent=par, **champs)


def juger_socle(session: Session, *, le: date) -> list[Constat]:
    """Give the findings of the rules on a socle session that is not saved: it holds no intention, and needs none."""
    return juger(session, le=le, retenues=())


def commander_socle(
    *, lot_id: int, par: Utilisateur, champs: Mapping[str, Any], decision: Mapping[str, str], envoi: UUID, le: date
) -> Session:
    """Order a socle session: created, numbered, then authorised as any other, in one transaction.

    ``champs`` are fields of ``Session``; ``decision`` is what the officer says (``autoriser_session``'s ``motif``,
    ``precisions``, ``hors_tour``); ``envoi`` is given with the form, so that the
    same form sent twice orders once. Gives the session, published, or in the queue while a second person must sign.
    Raises ``RegleViolee`` as ``autoriser_session`` does, ``PermissionDenied`` without the right to buy.
    """
    if not par.has_perm(DROIT):
        raise PermissionDenied
    if deja := _deja_commandee(envoi):
        return deja
    try:
        with transaction.atomic():
            session = _demander(lot_id, par=par, champs=champs, envoi=envoi, le=le)
            return autoriser_session(
                session_id=session.pk,
                par=par,
                motif=decision["motif"],
                precisions=decision["precisions"],
                hors_tour=decision["hors_tour"],
                le=le,
            )
    except IntegrityError:
        # The other sending of the same form was faster by a hair.
        if deja := _deja_commandee(envoi):
            return deja
        raise


def _deja_commandee(envoi: UUID) -> Session | None:
    return Session.objects.filter(envoi=envoi).order_by("pk").first()


def _demander(lot_id: int, *, par: Utilisateur, champs: Mapping[str, Any], envoi: UUID, le: date) -> Session:
    session = session_socle(Lot.objects.visibles_pour(par).get(pk=lot_id), par=par, champs=champs)
    constats = juger_socle(session, le=le)
    session.envoi = envoi
    session.save()
    maintenant = horloge.maintenant()
    session.franchir(
        TransitionSession.DEMANDER,
        par=par,
        motif="Session du socle, commandée par la Région.",
        numero=f"SE-{le.year}-{numero_suivant('SE', le.year):05d}",
        demandee_le=maintenant,
        complete_le=maintenant,
        constats=[constat._asdict() for constat in constats],
        verdict=verdict_de(constats),
        jugee_le=le,
    )
    return session
