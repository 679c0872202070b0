"""Needs of one kind and one place, cut into groups whose hiring dates meet: one sweep over the dates.

Pure, and near-linear: each need enters and leaves the window once. A need without a date meets every other.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Besoin:
    """A free intention as the pooling sees it; an empty code is one that is not known. ``postes`` is 1 or more."""

    id: int
    employeur: int
    metier: str
    domaine: str
    secteur: str
    commune: str
    epci: str
    arrondissement: str
    departement: str
    postes: int
    deposee_le: date
    embauche_souhaitee: date | None = None

    @property
    def anciennete(self) -> tuple[date, int]:
        """What puts the one that has waited longest first."""
        return self.deposee_le, self.id

    @property
    def calendrier(self) -> tuple[date, date, int]:
        """What sorts by hiring date, where there is one."""
        return self.embauche_souhaitee or date.min, self.deposee_le, self.id


@dataclass(frozen=True, slots=True)
class Reglage:
    """How groups are made: posts it takes to open a session (S-EFFECTIF), the most one holds, days between dates."""

    postes_min: int
    postes_max: int = 12
    ecart_jours: int = 60

    def __post_init__(self) -> None:
        if self.postes_min < 1 or self.ecart_jours < 0:
            raise ValueError("Un regroupement compte un poste au moins, et un écart en jours positif.")

    @property
    def plafond(self) -> int:
        """The most posts a group holds; enough for a group that is one post short to take what completes it."""
        return max(self.postes_max, 2 * self.postes_min - 1)

    @property
    def a_lui_seul(self) -> int:
        """From this number of posts on, a need is a group by itself: no incomplete group could take it whole."""
        return self.plafond - self.postes_min + 2


class Fenetre:
    """The sweep over one set of needs. ``completes()`` gives the groups that reach the minimum of posts."""

    def __init__(self, besoins: Sequence[Besoin], reglage: Reglage) -> None:
        self._reglage = reglage
        self._ecart = timedelta(days=reglage.ecart_jours)
        self._groupes = [[besoin] for besoin in besoins if besoin.postes >= reglage.a_lui_seul]
        petits = [besoin for besoin in besoins if besoin.postes < reglage.a_lui_seul]
        self._sans_date = deque(
            sorted((b for b in petits if b.embauche_souhaitee is None), key=lambda besoin: besoin.anciennete)
        )
        self._postes_sans_date = sum(besoin.postes for besoin in self._sans_date)
        self._courant: deque[Besoin] = deque()
        self._postes = 0
        self._dates = sorted((b for b in petits if b.embauche_souhaitee), key=lambda besoin: besoin.calendrier)

    def completes(self) -> list[list[Besoin]]:
        """Sweep once; give every group that reaches the minimum, none above the most."""
        self._balayer(self._dates)
        restes = list(self._sans_date)
        self._sans_date.clear()
        self._postes_sans_date = 0
        self._balayer(restes)
        return self._groupes

    def _balayer(self, besoins: list[Besoin]) -> None:
        """Fill one group after another, of even sizes, in the order of the dates."""
        self._courant.clear()
        self._postes = 0
        jours = [besoin.calendrier[0] for besoin in besoins]
        cumul = [0, *accumulate(besoin.postes for besoin in besoins)]
        for rang, besoin in enumerate(besoins):
            self._laisser_passer(jours[rang])
            if self._postes + besoin.postes > self._reglage.plafond:
                self._fermer()
            premier = rang - len(self._courant)
            self._courant.append(besoin)
            self._postes += besoin.postes
            dernier = bisect_right(jours, jours[premier] + self._ecart)
            if self._postes >= self._part_egale(cumul[dernier] - cumul[premier]):
                self._fermer()
        self._conclure()

    def _laisser_passer(self, jour: date) -> None:
        """Close or shrink the window so that ``jour`` may enter it."""
        while self._courant and self._courant[0].calendrier[0] + self._ecart < jour:
            if not self._conclure():
                self._postes -= self._courant.popleft().postes

    def _conclure(self) -> bool:
        """Close the current group if it is complete, with undated needs when it takes them."""
        manque = self._reglage.postes_min - self._postes
        if not self._courant or manque > self._postes_sans_date:
            return False
        while self._postes < self._reglage.postes_min:
            besoin = self._sans_date.popleft()
            self._postes_sans_date -= besoin.postes
            self._courant.append(besoin)
            self._postes += besoin.postes
        self._fermer()
        return True

    def _fermer(self) -> None:
        self._groupes.append(list(self._courant))
        self._courant.clear()
        self._postes = 0

    def _part_egale(self, total: int) -> int:
        """Posts at which to stop, so that what a window holds is shared out evenly: 13 posts are 7 and 6, not 12 and
        one left alone."""
        groupes = -(-total // self._reglage.plafond)
        return max(-(-total // groupes), self._reglage.postes_min)


def incomplets(besoins: Sequence[Besoin], reglage: Reglage) -> list[list[Besoin]]:
    """Gather what no complete group took: the dates that meet, from the earliest; undated needs join the fullest."""
    groupes: list[list[Besoin]] = []
    for besoin in sorted((b for b in besoins if b.embauche_souhaitee), key=lambda besoin: besoin.calendrier):
        if groupes and _peut_entrer(besoin, groupes[-1], reglage):
            groupes[-1].append(besoin)
        else:
            groupes.append([besoin])
    sans_date = sorted((b for b in besoins if not b.embauche_souhaitee), key=lambda besoin: besoin.anciennete)
    if sans_date and groupes:
        max(groupes, key=_postes).extend(sans_date)
    elif sans_date:
        groupes.append(sans_date)
    return groupes


def _peut_entrer(besoin: Besoin, groupe: list[Besoin], reglage: Reglage) -> bool:
    ecart = (besoin.calendrier[0] - groupe[0].calendrier[0]).days
    return ecart <= reglage.ecart_jours and _postes(groupe) + besoin.postes <= reglage.plafond


def _postes(groupe: list[Besoin]) -> int:
    return sum(besoin.postes for besoin in groupe)
