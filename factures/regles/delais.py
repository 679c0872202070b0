"""When an invoice is to be paid, and what lateness costs (CCP L2192-10 to L2192-13, R2192-10 to R2192-36).

*(choice)* Days of suspension stand still and are added to the term, as R2192-27 reads; the fresh term that R2192-29
opens when what was missing has come is not given on top: whoever is paid never waits longer than that.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from referentiels.regles.montants import ZERO, arrondir

JOURS_DE_L_ANNEE = 365


class Arret(NamedTuple):
    """Days during which the term stands still; ``fin``: the day it went on again, None while it lasts."""

    debut: date
    fin: date | None = None


def jours_suspendus(arrets: Iterable[Arret], *, le: date) -> int:
    """Return how many days the term has stood still by ``le``; days that two suspensions cover count once."""
    jours, compte_jusqu_au = 0, date.min
    for debut, fin in sorted((arret.debut, arret.fin or le) for arret in arrets):
        depuis, jusqu_au = max(debut, compte_jusqu_au), min(fin, le)
        if jusqu_au > depuis:
            jours += (jusqu_au - depuis).days
            compte_jusqu_au = jusqu_au
    return jours


def a_payer_le(echeance: date, arrets: Iterable[Arret], *, le: date) -> date:
    """Return the last day to pay, in days known on ``le``: the term, and the days it stood still."""
    return echeance + timedelta(days=jours_suspendus(arrets, le=le))


def jours_de_retard(limite: date, paye_le: date) -> int:
    """Return the days late, from the day after the term to the payment, both counted (CCP R2192-32)."""
    return max((paye_le - limite).days, 0)


def debut_du_semestre(limite: date) -> date:
    """Return the first day of the semester in which interest starts to run, whose rate it is (CCP R2192-31)."""
    commence = limite + timedelta(days=1)
    return date(commence.year, 1 if commence.month <= 6 else 7, 1)


def interets(montant: Decimal, jours: int, taux: Decimal) -> Decimal:
    """Return late interest in euros on an amount paid ``jours`` days late; ``taux``: part of one a year.

    An avoir (negative) bears none.
    """
    if jours <= 0 or montant <= 0:
        return ZERO
    return arrondir(montant * taux * jours / JOURS_DE_L_ANNEE)


class Retard(NamedTuple):
    """What lateness costs: days, interest and flat indemnity in euros, rate as a part of one a year."""

    jours: int
    taux: Decimal
    interets: Decimal
    indemnite: Decimal

    @property
    def total(self) -> Decimal:
        return self.interets + self.indemnite


def retard(montant: Decimal, jours: int, *, taux: Decimal, indemnite: Decimal) -> Retard | None:
    """Return what ``jours`` days of lateness cost; None when there is none, or nothing to pay (CCP D2192-35)."""
    if jours <= 0 or montant <= 0:
        return None
    return Retard(jours, taux, interets(montant, jours, taux), indemnite)
