"""What a meeting decided, carried out file by file: each in its own transaction with its point, and never twice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comites.actions.droits import exiger
from comites.enums import Issue, NaturePoint, StatutComite
from comites.models import Comite, PointComite
from comites.queries.execution import ACHETER, Lu, points_a_executer
from comites.regles.issues import acte_de
from comptes.models import Utilisateur
from intentions.actions.decider import trancher_derogation
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import LigneJournal, noter
from referentiels.regles.typographie import composer
from sessions_formation.actions.decider import autoriser_session, demander_complement, refuser_session
from sessions_formation.automates import A_DECIDER

SANS_DROIT = "Votre compte ne permet pas cet acte : une personne qui en a le droit peut l’exécuter."


@dataclass(frozen=True, slots=True)
class Bilan:
    """How many decisions were carried out, and how many could not be."""

    faites: int
    empechees: int


@dataclass(frozen=True, slots=True)
class Agent:
    """Who carries out, on which day, having read what."""

    par: Utilisateur
    le: date
    lu: Lu


def executer_decisions(*, comite_id: int, par: Utilisateur, le: date, lus: Mapping[int, Lu]) -> Bilan:
    """Carry out the decisions confirmed on the page: ``lus``, point → what was read of it.

    Each file is decided in its own transaction with its point: one that is refused stops no other, and can be run
    again. Raises ``PermissionDenied`` without the right to prepare and to buy, ``TransitionImpossible`` before the
    meeting.
    """
    exiger(par)
    exiger(par, ACHETER)
    comite = Comite.objects.visibles_pour(par).get(pk=comite_id)
    if comite.statut == StatutComite.PREPARE:
        raise TransitionImpossible("La séance n’a pas eu lieu : il n’y a encore rien à exécuter.")
    attendent = [ligne.point.pk for ligne in points_a_executer(comite) if ligne.attend and ligne.point.pk in lus]
    faites = [executer_point(point_id=pk, agent=Agent(par, le, lus[pk])) for pk in attendent]
    return Bilan(faites=faites.count(True), empechees=faites.count(False))


def executer_point(*, point_id: int, agent: Agent) -> bool:
    """Carry one decision out, or keep beside it why it could not be; give whether it is carried out."""
    try:
        with transaction.atomic():
            point = PointComite.objects.select_for_update(of=("self",)).get(pk=point_id, ecarte=False)
            if point.executee_le is None:
                _exiger_meme_note(point, agent)
                point.resultat = composer(_agir(point, agent))
                point.executee_le = maintenant()
                point.save(update_fields=["resultat", "executee_le"])
                acte = acte_de(point.nature, point.issue)
                noter(point.comite, f"Exécuté : {acte}", par=agent.par, motif=point.titre)
    except RegleViolee as refus:
        return _garder_le_refus(point_id, str(refus))
    except PermissionDenied:
        return _garder_le_refus(point_id, SANS_DROIT)
    return True


def _garder_le_refus(point_id: int, message: str) -> bool:
    PointComite.objects.filter(pk=point_id, executee_le=None).update(resultat=composer(message))
    return False


def _agir(point: PointComite, agent: Agent) -> str:
    return ACTES[NaturePoint(point.nature), Issue(point.issue)](point, agent)


def _autoriser(point: PointComite, agent: Agent) -> str:
    session = autoriser_session(**_decision(point, agent), hors_tour=point.hors_tour)
    if session.statut in A_DECIDER:
        return "Première signature donnée : une seconde personne doit signer cet achat."
    return f"Session {session.reference} autorisée et commandée : les lettres partent."


def _refuser(point: PointComite, agent: Agent) -> str:
    session = refuser_session(**_decision(point, agent))
    return f"Demande {session.reference} refusée : la notification part."


def _faire_completer(point: PointComite, agent: Agent) -> str:
    session = demander_complement(**_decision(point, agent))
    return f"Complément demandé pour {session.reference} : l’organisme est prévenu."


def _trancher(point: PointComite, agent: Agent) -> str:
    _exiger_lu(point, agent)
    accordee = point.issue == Issue.FAVORABLE
    intention = trancher_derogation(
        intention_id=point.intention_id or 0,
        accordee=accordee,
        motif=point.precisions,
        par=agent.par,
        le=agent.le,
    )
    return f"Dérogation {'accordée' if accordee else 'refusée'} pour {intention.reference} : l’employeur est prévenu."


def _decision(point: PointComite, agent: Agent) -> dict:
    return {
        "session_id": point.session_id,
        "par": agent.par,
        "motif": point.motif,
        "precisions": point.precisions,
        "le": agent.le,
        "lu": agent.lu.ligne,
    }


def _exiger_meme_note(point: PointComite, agent: Agent) -> None:
    """Nobody carries out what was noted after the page was read."""
    if point.version != agent.lu.version:
        qui = point.note_par.nom_public if point.note_par else "quelqu’un"
        raise DossierModifie(
            f"Ce point a été noté autrement par {qui} depuis votre lecture. Relisez-le, puis exécutez de nouveau."
        )


def _exiger_lu(point: PointComite, agent: Agent) -> None:
    """The action on an intention knows no version: the line read is compared here."""
    derniere = LigneJournal.objects.de(point.intention).first() if point.intention else None
    if derniere and agent.lu.ligne not in {None, derniere.pk}:
        raise DossierModifie(
            f"Ce dossier a changé depuis votre lecture : « {derniere.libelle} » par {derniere.par_nom}. "
            "Relisez-le, puis exécutez de nouveau."
        )


ACTES: dict[tuple[NaturePoint, Issue], Callable[[PointComite, Agent], str]] = {
    (NaturePoint.DEMANDE, Issue.FAVORABLE): _autoriser,
    (NaturePoint.DEMANDE, Issue.DEFAVORABLE): _refuser,
    (NaturePoint.DEMANDE, Issue.A_COMPLETER): _faire_completer,
    (NaturePoint.DEROGATION, Issue.FAVORABLE): _trancher,
    (NaturePoint.DEROGATION, Issue.DEFAVORABLE): _trancher,
}
