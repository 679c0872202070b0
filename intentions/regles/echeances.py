"""Until when an intention is offered, and since when it waits (domaine.md §3, §6)."""

from datetime import date, timedelta
from typing import NamedTuple

from referentiels.regles.reglement import Reglement

RECEVABLE, A_COMPLETER = "recevable", "a_completer"


class Echeances(NamedTuple):
    """The dates of an intention in one state: names of the fields that keep them."""

    valable_jusqu_au: date | None
    attend_depuis: date | None


def echeances(etat: str, *, reglement: Reglement, le: date) -> Echeances:
    """Return the dates of an intention that comes to ``etat`` (a code of domaine.md §3) on ``le``.

    Only what waits for somebody ends by itself: a training body (``recevable``), or the employer's own answers
    (``a_completer``). What waits for the Région does not: its silence is nobody's fault.
    """
    if etat == RECEVABLE:
        return Echeances(le + timedelta(days=reglement.validite_intention_jours), le)
    if etat == A_COMPLETER:
        return Echeances(le + timedelta(days=reglement.validite_complement_jours), None)
    return Echeances(None, None)
