"""What an incomplete group could be completed with, at the cost of one step: a longer way, or a nearer date."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum

from sessions_formation.regles.fenetres import Besoin, Reglage

PROCHES_MAX = 3
# How many needs are looked at on each side of a group's dates: what bounds the cost, whatever the volume.
REGARDES = 12


class Ecart(IntEnum):
    """What keeps a need out of a group."""

    LIEU = 1
    DATE = 2


@dataclass(frozen=True, slots=True)
class Proche:
    """A need just outside a group. ``jours``: how far its date is from meeting the others', 0 when it does."""

    besoin: Besoin
    ecart: Ecart
    meme_metier: bool
    jours: int


class Voisinage:
    """The needs that no complete group took, by job and by near job within a département, in order of dates."""

    def __init__(self, besoins: Iterable[Besoin], reglage: Reglage) -> None:
        self._ecart = timedelta(days=reglage.ecart_jours)
        self._cercles: defaultdict[tuple[str, ...], list[Besoin]] = defaultdict(list)
        for besoin in sorted(besoins, key=lambda besoin: besoin.calendrier):
            if besoin.metier:
                self._cercles[besoin.secteur, besoin.metier].append(besoin)
            if besoin.domaine and besoin.departement:
                self._cercles[besoin.secteur, besoin.domaine, besoin.departement].append(besoin)

    def de(self, groupe: Sequence[Besoin]) -> tuple[Proche, ...]:
        """Give the ``PROCHES_MAX`` nearest: the same job farther away, then a date to bring nearer."""
        membres = {besoin.id for besoin in groupe}
        trouves: dict[int, Proche] = {}
        for besoin in self._autour(groupe):
            if besoin.id not in membres and besoin.id not in trouves and (proche := self._proche(besoin, groupe)):
                trouves[besoin.id] = proche
        return tuple(sorted(trouves.values(), key=_rang)[:PROCHES_MAX])

    def _autour(self, groupe: Sequence[Besoin]) -> Iterable[Besoin]:
        cles: set[tuple[str, ...]] = {(besoin.secteur, besoin.metier) for besoin in groupe}
        cles |= {(besoin.secteur, besoin.domaine, besoin.departement) for besoin in groupe}
        debut, _ = _bornes(groupe)
        for cle in sorted(cles):
            cercle = self._cercles.get(cle, [])
            rang = bisect_left(cercle, debut, key=lambda besoin: besoin.calendrier[0])
            yield from cercle[max(rang - REGARDES, 0) : rang + REGARDES]
            yield from cercle[:REGARDES]

    def _proche(self, besoin: Besoin, groupe: Sequence[Besoin]) -> Proche | None:
        meme_metier = besoin.metier in {membre.metier for membre in groupe}
        sur_place = besoin.departement in {membre.departement for membre in groupe}
        jours = self._jours(besoin, groupe)
        if not jours:
            return Proche(besoin, Ecart.LIEU, meme_metier, 0) if meme_metier and not sur_place else None
        return Proche(besoin, Ecart.DATE, meme_metier, jours) if sur_place else None

    def _jours(self, besoin: Besoin, groupe: Sequence[Besoin]) -> int:
        debut, fin = _bornes(groupe)
        le = besoin.embauche_souhaitee
        if le is None or debut == date.min:
            return 0
        return max((fin - self._ecart - le).days, (le - self._ecart - debut).days, 0)


def _rang(proche: Proche) -> tuple[object, ...]:
    return proche.ecart, not proche.meme_metier, proche.jours, proche.besoin.anciennete


def _bornes(groupe: Sequence[Besoin]) -> tuple[date, date]:
    jours = [besoin.embauche_souhaitee for besoin in groupe if besoin.embauche_souhaitee]
    return (min(jours), max(jours)) if jours else (date.min, date.min)
