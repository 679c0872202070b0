"""The derogation granted to an intention, and what it covers."""

from collections.abc import Collection
from datetime import date

from intentions.enums import TransitionIntention
from intentions.models import Derogation, IntentionEmbauche
from intentions.regles.champs import FONDEMENTS
from noyau.journal import LigneJournal
from referentiels.regles.constats import Constat, Niveau


def derogation_en_cours(intention: IntentionEmbauche, *, le: date) -> Derogation | None:
    """Give the derogation that was granted last and has neither ended nor fallen by ``le`` (1 query)."""
    derniere = intention.derogations.filter(caduque_le=None).order_by("-pk").first()
    if derniere is None or not derniere.accordee or (derniere.fin and derniere.fin < le):
        return None
    return derniere


def couvre(derogation: Derogation, constats: Collection[Constat], *, changes: Collection[str]) -> bool:
    """Tell whether a granted derogation still answers the findings.

    *(choice)* It does when the rules that need a derogation are among those it was granted for, and no answer they
    rest on is in ``changes`` (docs/decisions).
    """
    demandees = {constat.regle for constat in constats if constat.niveau == Niveau.DEROGATION}
    fonde_sur = frozenset().union(*(FONDEMENTS.get(regle, frozenset()) for regle in demandees))
    return demandees <= set(derogation.regles) and not fonde_sur & set(changes)


def historique_pour_qui_transmet(intention: IntentionEmbauche) -> list[LigneJournal]:
    """Give the history of an intention as who transmits it reads it (2 queries).

    Without what an officer wrote of hours adapted to a disability: that is between the employer and the Région.
    """
    lignes = list(intention.historique)
    if intention.derogations.filter(regles__contains=["I-HEURES"]).exists():
        decisions = {TransitionIntention.ACCORDER_DEROGATION, TransitionIntention.REFUSER}
        for ligne in lignes:
            if ligne.transition in decisions and ligne.par_id:
                ligne.motif = ""
    return lignes
