"""Intentions that could make a session together: same job or near, places within reach, dates that meet.

Pure: needs in, groups out, best first. No coordinates are known: places are within reach when they share an EPCI,
else an arrondissement (Insee), else, weaker, a département. Near jobs share a ROME domain. A session has one sector
(FAQ §2). Each need is in one group at most; the same needs give the same groups, whatever their order.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from referentiels.regles.typographie import compter
from sessions_formation.regles.fenetres import Besoin, Fenetre, Reglage, incomplets
from sessions_formation.regles.voisinage import Proche, Voisinage

__all__ = ["Besoin", "Groupe", "Portee", "Reglage", "completer", "regrouper"]


class Portee(IntEnum):
    """How near the places of a group are; the smaller, the better."""

    EPCI = 1
    ARRONDISSEMENT = 2
    DEPARTEMENT = 3


PORTEES = {
    Portee.EPCI: "dans la même intercommunalité",
    Portee.ARRONDISSEMENT: "dans le même arrondissement",
    Portee.DEPARTEMENT: "dans le même département",
}


@dataclass(frozen=True, slots=True)
class Groupe:
    """Needs, the one that has waited longest first; why they hold together, what is missing, what is just outside."""

    besoins: tuple[Besoin, ...]
    postes: int
    employeurs: int
    manque: int
    meme_metier: bool
    portee: Portee
    raisons: tuple[str, ...]
    manques: tuple[str, ...]
    proches: tuple[Proche, ...] = ()

    @property
    def rang(self) -> tuple[object, ...]:
        """What sorts groups, the best first: complete, same job, near, waiting for long, many employers."""
        attente = self.besoins[0].deposee_le
        return self.manque, not self.meme_metier, self.portee, attente, -self.employeurs, self.besoins[0].id


Cle = Callable[[Besoin], tuple[str, ...]]

# From the best reasons to gather to the weakest: job first, then place. An empty code gathers nothing.
CERCLES: tuple[Cle, ...] = (
    lambda b: (b.secteur, b.metier, b.epci),
    lambda b: (b.secteur, b.metier, b.departement, b.arrondissement),
    lambda b: (b.secteur, b.metier, b.departement),
    lambda b: (b.secteur, b.domaine, b.epci),
    lambda b: (b.secteur, b.domaine, b.departement, b.arrondissement),
    lambda b: (b.secteur, b.domaine, b.departement),
)


def regrouper(besoins: Sequence[Besoin], *, reglage: Reglage) -> list[Groupe]:
    """Give the groups these needs can make, the best first. Near-linear: one sweep per circle.

    Complete groups are made in the smallest circle that completes them; what is left is gathered in the widest, where
    it misses the fewest posts. A need that nothing joins is in no group, unless its posts are enough by themselves.
    """
    groupes, restants = completer(besoins, reglage=reglage)
    voisinage = Voisinage(restants, reglage)
    for cercle in _cercles(restants, CERCLES[-1]):
        groupes += [groupe for groupe in incomplets(cercle, reglage) if len(groupe) > 1]
    return sorted((_groupe(groupe, reglage, voisinage) for groupe in groupes), key=lambda groupe: groupe.rang)


def completer(besoins: Iterable[Besoin], *, reglage: Reglage) -> tuple[list[list[Besoin]], list[Besoin]]:
    """Give the complete groups alone, from the smallest circles to the widest, and the needs that none took."""
    restants = sorted(besoins, key=lambda besoin: besoin.anciennete)
    groupes: list[list[Besoin]] = []
    for cle in CERCLES:
        formes = [groupe for cercle in _cercles(restants, cle) for groupe in Fenetre(cercle, reglage).completes()]
        pris = {besoin.id for groupe in formes for besoin in groupe}
        restants = [besoin for besoin in restants if besoin.id not in pris]
        groupes += formes
    return groupes, restants


def _cercles(besoins: Iterable[Besoin], cle: Cle) -> list[list[Besoin]]:
    cercles: defaultdict[tuple[str, ...], list[Besoin]] = defaultdict(list)
    for besoin in besoins:
        codes = cle(besoin)
        if all(codes):
            cercles[codes].append(besoin)
    return list(cercles.values())


def _groupe(besoins: list[Besoin], reglage: Reglage, voisinage: Voisinage) -> Groupe:
    besoins = sorted(besoins, key=lambda besoin: besoin.anciennete)
    postes = sum(besoin.postes for besoin in besoins)
    manque = max(reglage.postes_min - postes, 0)
    meme_metier = len({besoin.metier for besoin in besoins}) == 1
    portee = _portee(besoins)
    proches = voisinage.de(besoins) if manque else ()
    return Groupe(
        besoins=tuple(besoins),
        postes=postes,
        employeurs=len({besoin.employeur for besoin in besoins}),
        manque=manque,
        meme_metier=meme_metier,
        portee=portee,
        raisons=_raisons(besoins, meme_metier, portee),
        manques=_manques(besoins, manque, proches),
        proches=proches,
    )


def _portee(besoins: Sequence[Besoin]) -> Portee:
    if len({besoin.epci for besoin in besoins}) == 1 and besoins[0].epci:
        return Portee.EPCI
    if len({(b.departement, b.arrondissement) for b in besoins}) == 1 and besoins[0].arrondissement:
        return Portee.ARRONDISSEMENT
    return Portee.DEPARTEMENT


def _raisons(besoins: Sequence[Besoin], meme_metier: bool, portee: Portee) -> tuple[str, ...]:
    if len(besoins) == 1:
        return ("les postes de cet employeur suffisent",)
    jours = [besoin.embauche_souhaitee for besoin in besoins if besoin.embauche_souhaitee]
    raisons = ["même métier" if meme_metier else "métiers proches", PORTEES[portee]]
    if len(jours) > 1:
        ecart = (max(jours) - min(jours)).days
        raisons.append(f"embauches à {compter(ecart, 'jour')} d’écart" if ecart else "embauches le même jour")
    return tuple(raisons)


def _manques(besoins: Sequence[Besoin], manque: int, proches: Sequence[Proche]) -> tuple[str, ...]:
    manques = [f"il manque {compter(manque, 'poste')}"] if manque else []
    if any(proche.jours for proche in proches):
        manques.append("dates à rapprocher")
    inconnues = sum(besoin.embauche_souhaitee is None for besoin in besoins)
    if inconnues and len(besoins) > 1:
        manques.append(f"{compter(inconnues, 'date')} d’embauche à demander")
    return tuple(manques)
