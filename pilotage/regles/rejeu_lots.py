"""What sessions of the replay would cost, and whether each lot's maximum would have let them in. Pure.

Orders truly placed keep their place: what is added comes after them, in the order of the days, within what the lot had
left at the end of the period. Hours of a session nobody asked for are not known: those of the lot's own sessions give
a low and a high (first and third quartiles of hours, each parcours counting once), else those of its sector, else of
every session of the period.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import quantiles
from typing import NamedTuple

from referentiels.regles.montants import ZERO

Heures = tuple[int, int]


class SourceHeures(StrEnum):
    """Whose hours are lent to a session that was never asked for."""

    LOT = "lot"
    SECTEUR = "secteur"
    TOUTES = "toutes"


class LotRejoue(NamedTuple):
    """A lot as the replay reads it: euros of the last day of the period. ``prix``: day → euros per hour, oldest first.

    ``departements``: those it covers, where a session of its sector may be ordered.
    """

    pk: int
    nom: str
    secteur: str
    departements: frozenset[str]
    debut: date
    fin: date
    maximum: Decimal
    commande: Decimal
    prix: tuple[tuple[date, Decimal], ...] = ()

    def couvre(self, secteur: str, departement: str, jour: date) -> bool:
        """A session of this sector could be ordered on it that day."""
        return secteur == self.secteur and departement in self.departements and self.debut <= jour <= self.fin

    def prix_au(self, jour: date) -> Decimal | None:
        """Give its price of that day, None before the first."""
        return next((prix for depuis, prix in reversed(self.prix) if depuis <= jour), None)


class Faite(NamedTuple):
    """One session truly ordered, as far as its hours go: its lot, the lot's sector, hours each, parcours."""

    lot: int
    secteur: str
    heures: int
    parcours: int


class Moyennes:
    """The hours to lend, from the sessions truly ordered in the period."""

    def __init__(self, faites: Iterable[Faite]) -> None:
        heures: dict[tuple[SourceHeures, object], list[int]] = {}
        for faite in faites:
            for cle in (
                (SourceHeures.LOT, faite.lot),
                (SourceHeures.SECTEUR, faite.secteur),
                (SourceHeures.TOUTES, None),
            ):
                heures.setdefault(cle, []).extend([faite.heures] * faite.parcours)
        self._quartiles = {cle: _quartiles(suite) for cle, suite in heures.items() if suite}

    def de(self, lot: LotRejoue) -> tuple[SourceHeures, Heures] | None:
        """Give whose hours are lent to a session of this lot, and their low and high; None when nobody knows any."""
        for source, cle in (
            (SourceHeures.LOT, lot.pk),
            (SourceHeures.SECTEUR, lot.secteur),
            (SourceHeures.TOUTES, None),
        ):
            if trouvees := self._quartiles.get((source, cle)):
                return source, trouvees
        return None


def _quartiles(heures: Sequence[int]) -> Heures:
    if len(heures) == 1:
        return heures[0], heures[0]
    premier, _, troisieme = quantiles(heures, n=4, method="inclusive")
    return round(premier), round(troisieme)


class Ajout(NamedTuple):
    """What the replay adds: the lots that could bear it, best first, each with its euros. ``jour`` orders them."""

    jour: date
    rang: int
    euros: Mapping[int, Decimal]


@dataclass
class Place:
    """Where each addition went, by its rank (lot, euros), and those no lot's maximum let in."""

    prises: dict[int, tuple[int, Decimal]] = field(default_factory=dict)
    refusees: dict[int, tuple[int, Decimal]] = field(default_factory=dict)


def placer(ajouts: Iterable[Ajout], lots: Mapping[int, LotRejoue], *, en_plus: Callable[[int], Decimal]) -> Place:
    """Put each addition on the first lot that can pay it, day after day.

    ``en_plus``: what the orders truly placed would cost in addition on a lot (euros, signed), which comes first.
    An addition that costs less than nothing always fits.
    """
    reste = {pk: lot.maximum - lot.commande - en_plus(pk) for pk, lot in lots.items()}
    place = Place()
    for ajout in sorted(ajouts, key=lambda ajout: (ajout.jour, ajout.rang)):
        for lot, euros in ajout.euros.items():
            if euros <= max(reste[lot], ZERO):
                reste[lot] -= euros
                place.prises[ajout.rang] = (lot, euros)
                break
        else:
            if ajout.euros:
                place.refusees[ajout.rang] = next(iter(ajout.euros.items()))
    return place
