"""When an invoice is to be paid, and what lateness costs (CCP L2192-10 to L2192-13, R2192-10 to R2192-36).

What is missing stops the term, once at the most (R2192-27). « À compter de la réception de la totalité des pièces et
mentions prévues à l’article R. 2192-27, un nouveau délai de paiement est ouvert. Ce délai est de trente jours ou égal
au solde restant à courir à la date de réception de la notification de l’interruption si ce solde est supérieur à
trente jours » (R2192-29).
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from referentiels.regles.montants import ZERO, arrondir

JOURS_DE_L_ANNEE = 365
NOUVEAU_DELAI = timedelta(days=30)


class Arret(NamedTuple):
    """Days during which the term is stopped; ``fin``: the day all that was missing had come, None while it lasts."""

    debut: date
    fin: date | None = None


def a_payer_le(echeance: date, arret: Arret | None = None) -> date | None:
    """Return the last day to pay: the term, or that of the new one; None while the term is stopped (R2192-29)."""
    if arret is None:
        return echeance
    return arret.fin and arret.fin + max(NOUVEAU_DELAI, echeance - arret.debut)


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
    def taux_en_pourcent(self) -> Decimal:
        """The rate as it is said, in hundredths."""
        return self.taux * 100

    @property
    def total(self) -> Decimal:
        return self.interets + self.indemnite


def retard(montant: Decimal, jours: int, *, taux: Decimal, indemnite: Decimal) -> Retard | None:
    """Return what ``jours`` days of lateness cost; None when there is none, or nothing to pay (CCP D2192-35)."""
    if jours <= 0 or montant <= 0:
        return None
    return Retard(jours, taux, interets(montant, jours, taux), indemnite)
