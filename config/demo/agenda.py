"""What happened, and when: the acts of the demonstration are planned in any order and done in order of time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from noyau.horloge import horloge_fixee_a
from referentiels.feries import FERIES

PARIS = ZoneInfo("Europe/Paris")
# What an act gives back is nobody's business here.
Acte = Callable[[date], object]
Suivi = Callable[[list["_Prevu"]], Iterable["_Prevu"]]


def jour_ouvre(le: date) -> date:
    """Give ``le``, or the last working day before it."""
    while le.weekday() > 4 or le in FERIES:
        le -= timedelta(days=1)
    return le


@dataclass(order=True, frozen=True)
class _Prevu:
    instant: datetime
    rang: int
    faire: Acte = field(compare=False)


class Agenda:
    """``le`` is the day the demonstration is loaded; every act is some days before it."""

    def __init__(self, le: date) -> None:
        self.le = le
        self._prevus: list[_Prevu] = []

    def jour(self, jours: int) -> date:
        """Give the working day ``jours`` days before ``le``."""
        return jour_ouvre(self.le - timedelta(days=jours))

    def semaine(self, jours: int) -> date:
        """Give the Monday of the week ``jours`` days from ``le`` (a negative number: before it)."""
        jour = self.le + timedelta(days=jours)
        return jour - timedelta(days=jour.weekday())

    def instant(self, jours: int, heure: int) -> datetime:
        """Give an instant of that day, in Paris; acts of one hour are a few minutes apart."""
        return datetime.combine(self.jour(jours), time(heure, len(self._prevus) * 7 % 60), PARIS)

    def prevoir(self, jours: int, heure: int, faire: Acte) -> None:
        """Plan ``faire(le)`` for ``heure``, ``jours`` days ago (one at least: today belongs to visitors)."""
        if jours < 1:
            raise ValueError("Un acte de la démonstration a eu lieu hier au plus tard.")
        self._prevus.append(_Prevu(self.instant(jours, heure), len(self._prevus), faire))

    def derouler(self, suivre: Suivi = iter) -> None:
        """Do everything that is planned, in order of time, each act in its own savepoint at its own instant.

        ``suivre`` wraps the list of what is to be done: a progress bar, for instance.
        """
        for prevu in suivre(sorted(self._prevus)):
            with horloge_fixee_a(prevu.instant), transaction.atomic():
                prevu.faire(prevu.instant.date())
