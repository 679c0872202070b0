"""Sessions that could have been opened: what waited, month after month, pooled by the very rules of the service.

Pure. A group counts as new when the values of the day did not allow it: those they allowed are taken out first.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple

from sessions_formation.regles.regroupement import Besoin, Reglage, completer

# Day → how groups are made that day, under the values of the day and under those of the replay.
Reglages = Callable[[date], tuple[Reglage, Reglage]]


class Attente(NamedTuple):
    """An intention that no session took: free from ``depuis`` to ``jusqu_au`` included. ``avant``, ``apres``: it may
    enter a group under the values of its day, and under those of the replay."""

    besoin: Besoin
    depuis: date
    jusqu_au: date
    avant: bool
    apres: bool


class Possible(NamedTuple):
    """A group that was complete on ``jour``, its oldest need first."""

    jour: date
    besoins: tuple[Besoin, ...]

    @property
    def postes(self) -> int:
        return sum(besoin.postes for besoin in self.besoins)

    @property
    def secteur(self) -> str:
        return self.besoins[0].secteur

    @property
    def departement(self) -> str:
        return self.besoins[0].departement


class Groupes(NamedTuple):
    """Groups possible under both laws, no longer possible, possible under the replay alone."""

    deja: list[Possible]
    perdus: list[Possible]
    nouveaux: list[Possible]

    @property
    def postes_deja_possibles(self) -> int:
        """Posts that the values of the day already allowed to gather, and that no session took."""
        return sum(groupe.postes for groupe in (*self.deja, *self.perdus))


def regrouper_au_fil_des_mois(attentes: Collection[Attente], jours: Iterable[date], reglages: Reglages) -> Groupes:
    """Pool what waited on each of these days; a need that a group took is in no other.

    First the groups that the values of the day allowed; those which the replay refuses give their posts back. What is
    left is then pooled under the replay.
    """
    groupes = Groupes([], [], [])
    deja_comptes: set[int] = set()
    pris: set[int] = set()
    for jour in jours:
        reel, rejoue = reglages(jour)
        libres = [a for a in attentes if a.depuis <= jour <= a.jusqu_au and a.besoin.id not in pris]
        apres = {attente.besoin.id for attente in libres if attente.apres}
        for groupe in _complets((a.besoin for a in libres if a.avant and a.besoin.id not in deja_comptes), reel, jour):
            membres = {besoin.id for besoin in groupe.besoins}
            tient = sum(besoin.postes for besoin in groupe.besoins if besoin.id in apres) >= rejoue.postes_min
            (groupes.deja if tient else groupes.perdus).append(groupe)
            # A group that is lost is lost once; what it held and the replay still accepts may make another one.
            deja_comptes |= membres
            pris |= membres if tient else set()
        for groupe in _complets((a.besoin for a in libres if a.apres and a.besoin.id not in pris), rejoue, jour):
            groupes.nouveaux.append(groupe)
            pris |= {besoin.id for besoin in groupe.besoins}
    return groupes


def _complets(besoins: Iterable[Besoin], reglage: Reglage, jour: date) -> list[Possible]:
    complets, _ = completer(besoins, reglage=reglage)
    return [Possible(jour, tuple(sorted(groupe, key=lambda besoin: besoin.anciennete))) for groupe in complets]
