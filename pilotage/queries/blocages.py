"""What is stuck, and where."""

from datetime import date

from pilotage.regles.figures import Figure
from pilotage.regles.perimetre import Axe, Perimetre
from referentiels.regles.reglement import Reglement


def blocages(le: date, perimetre: Perimetre, *, loi: Reglement) -> tuple[Figure, ...]:
    """Give what waits on ``le``, whatever the months of ``perimetre``: one figure (code ``blocages``), a line per
    wait: how many, the oldest in working days, beyond the usual delay."""
    raise NotImplementedError


def blocages_par(le: date, perimetre: Perimetre, axe: Axe, *, loi: Reglement) -> Figure:
    """Give the same split by ``axe`` (code ``blocages_par``): a line per line of ``axe``, a column per wait."""
    raise NotImplementedError
