"""One decision on several requests: taken once by an officer, carried out file by file by the workers.

Each file is decided in one transaction with its line: a worker that dies leaves what is done done, and the rest to
the next one. Two workers share the lines without doubling any, and take each lot in order of arrival.
"""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction

from comptes.models import Utilisateur
from noyau import horloge
from noyau.erreurs import RegleViolee
from referentiels.regles.reglement import BaremeIncomplet
from referentiels.regles.typographie import composer, compter, enumerer
from sessions_formation.actions.acheter import ACHETER
from sessions_formation.actions.decider import autoriser_session, demander_complement, refuser_session
from sessions_formation.actions.tour import HorsTour
from sessions_formation.enums import StatutDecision, StatutLigneDecision, StatutSession
from sessions_formation.models import DecisionGroupee, LigneDecisionGroupee, Session
from sessions_formation.queries.decisions_groupees import demandes_choisies, prochaines_lignes
from sessions_formation.queries.tour import arrivees_avant, sautees

trace = logging.getLogger(__name__)
# Beyond, nobody reads what is about to be signed.
MAXIMUM = 100
INATTENDUE = "Une erreur inattendue a empêché cette décision : rien n’a changé pour cette demande."
SANS_DROIT = "Votre compte ne permet plus de décider : rien n’a changé pour cette demande."


@transaction.atomic
def decider_ensemble(  # noqa: PLR0913 (one decision: what, why, on what, and once)
    *,
    envoi: UUID,
    decision: str,
    motif: str,
    precisions: str,
    hors_tour: str,
    par: Utilisateur,
    lues: Mapping[int, int | None],
) -> DecisionGroupee:
    """Record one decision on several requests, to be carried out in their order of arrival.

    ``lues``: the last journal line read of each request, by its id. ``envoi`` is the form's own: sent twice, it gives
    the decision already recorded. Raises ``PermissionDenied`` without the right to buy, ``RegleViolee`` when nothing
    is chosen, too much is, or words are missing, ``HorsTour`` when one left aside came before and nothing says why.
    """
    if not par.has_perm(ACHETER):
        raise PermissionDenied
    if deja := DecisionGroupee.objects.filter(envoi=envoi, par=par).order_by("pk").first():
        return deja
    demandes = demandes_choisies(par, list(lues))
    _exiger(decision, demandes, motif=motif, precisions=precisions, hors_tour=hors_tour)
    groupee, nouvelle = DecisionGroupee.objects.get_or_create(
        envoi=envoi,
        defaults={
            "decision": decision,
            "motif": motif,
            "precisions": precisions.strip(),
            "hors_tour": hors_tour.strip(),
            "par": par,
            "creee_le": horloge.maintenant(),
        },
    )
    if nouvelle:
        LigneDecisionGroupee.objects.bulk_create(
            LigneDecisionGroupee(groupee=groupee, session=session, rang=rang, lu=lues[session.pk])
            for rang, session in enumerate(demandes, start=1)
        )
    return groupee


def executer_les_decisions(*, le: date, maintenant: Callable[[], datetime]) -> int:
    """Carry out what is left of every grouped decision, oldest first; give how many requests were dealt with.

    ``le``: the day of the acts; ``maintenant`` gives the present instant. Several workers may run this at once.
    """
    faites = 0
    for groupee in DecisionGroupee.objects.filter(terminee_le=None).select_related("par").order_by("pk"):
        while _executer_une(groupee, le=le, maintenant=maintenant):
            faites += 1
        restent = groupee.lignes.filter(statut=StatutLigneDecision.A_FAIRE)
        if not restent.exists():
            DecisionGroupee.objects.filter(pk=groupee.pk, terminee_le=None).update(terminee_le=maintenant())
    return faites


@transaction.atomic
def _executer_une(groupee: DecisionGroupee, *, le: date, maintenant: Callable[[], datetime]) -> bool:
    """Decide on one request, its line with it; False when nothing is left that nobody else holds."""
    libres = prochaines_lignes(groupee).select_for_update(of=("self",), skip_locked=True)
    ligne = libres.select_related("session").first()
    if ligne is None:
        return False
    ligne.statut, ligne.message = _decider(groupee, ligne, le)
    ligne.traitee_le = maintenant()
    ligne.save(update_fields=["statut", "message", "traitee_le"])
    return True


def _decider(groupee: DecisionGroupee, ligne: LigneDecisionGroupee, le: date) -> tuple[str, str]:
    """Give what becomes of a line, in words. What was begun on a request that is refused is undone."""
    try:
        with transaction.atomic():
            return StatutLigneDecision.FAITE, ACTES[StatutDecision(groupee.decision)](groupee, ligne, le)
    except RegleViolee as refus:
        return StatutLigneDecision.REFUSEE, str(refus)
    except BaremeIncomplet as erreur:
        return StatutLigneDecision.REFUSEE, str(erreur)
    except PermissionDenied:
        return StatutLigneDecision.REFUSEE, SANS_DROIT
    except OperationalError:
        # The database went away, or killed one of two who waited for each other: the next run takes the line up.
        raise
    except Exception:  # noqa: BLE001 - one file that breaks the worker must not hold back the others for ever
        trace.exception("La décision %s s’est arrêtée sur la demande %s.", groupee.pk, ligne.session_id)
        return StatutLigneDecision.REFUSEE, INATTENDUE


def _acte(groupee: DecisionGroupee, ligne: LigneDecisionGroupee, le: date) -> dict[str, Any]:
    """What each of the three acts is told, whichever it is."""
    return {
        "session_id": ligne.session_id,
        "par": groupee.par,
        "motif": groupee.motif,
        "precisions": groupee.precisions,
        "le": le,
        "lu": ligne.lu,
    }


def _autoriser(groupee: DecisionGroupee, ligne: LigneDecisionGroupee, le: date) -> str:
    session = autoriser_session(
        **_acte(groupee, ligne, le),
        hors_tour=groupee.hors_tour or _apres_celles_du_lot(groupee, ligne.session),
    )
    if session.statut != StatutSession.PUBLIEE:
        return "Première signature donnée : rien n’est commandé avant celle d’une seconde personne."
    composante = session.composante
    return f"Autorisée : {composante.bon.numero}, composante {composante.rang}."


def _apres_celles_du_lot(groupee: DecisionGroupee, session: Session) -> str:
    """Give why a request comes before earlier ones that were chosen with it: they had their turn, and could not go."""
    avant = dict(arrivees_avant(session).values_list("pk", "numero"))
    ensemble = set(groupee.lignes.filter(session__in=avant).order_by("rang").values_list("session", flat=True))
    if not avant or set(avant) - ensemble:
        return ""
    numeros, plusieurs = enumerer([numero or "" for numero in avant.values()]), len(avant) > 1
    suite = "qui ont eu leur tour juste avant et attendent" if plusieurs else "qui a eu son tour juste avant et attend"
    return f"décidée avec {numeros}, {suite} encore."


def _completer(groupee: DecisionGroupee, ligne: LigneDecisionGroupee, le: date) -> str:
    demander_complement(**_acte(groupee, ligne, le))
    return "Complément demandé."


def _refuser(groupee: DecisionGroupee, ligne: LigneDecisionGroupee, le: date) -> str:
    refuser_session(**_acte(groupee, ligne, le))
    return "Refusée."


ACTES: dict[StatutDecision, Callable[[DecisionGroupee, LigneDecisionGroupee, date], str]] = {
    StatutDecision.AUTORISER: _autoriser,
    StatutDecision.COMPLETER: _completer,
    StatutDecision.REFUSER: _refuser,
}


def _exiger(decision: str, demandes: Collection[Session], *, motif: str, precisions: str, hors_tour: str) -> None:
    if not demandes:
        raise RegleViolee("Aucune des demandes choisies n’attend plus de décision.")
    if len(demandes) > MAXIMUM:
        raise RegleViolee(composer(f"Choisissez {compter(MAXIMUM, 'demande')} au plus : vous les relisez toutes."))
    if decision == StatutDecision.AUTORISER:
        if not motif and not precisions.strip():
            raise RegleViolee("Choisissez un motif : les organismes le liront.")
        _exiger_le_tour(demandes, hors_tour)
    elif not precisions.strip():
        raise RegleViolee("Écrivez aux organismes ce que vous attendez d’eux, ou pourquoi vous refusez.")


def _exiger_le_tour(demandes: Collection[Session], hors_tour: str) -> None:
    avant = sautees(demandes)
    if avant and not hors_tour.strip():
        numeros = enumerer([session.reference for session in avant])
        raise HorsTour(composer(f"Vous laissez derrière {numeros}, arrivées avant : écrivez pourquoi."))
