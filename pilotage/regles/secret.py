"""Which counts of people are not shown, so that none under the least number is, nor follows from those that are.

Extends ``insertion.regles.resultats`` to months that one chooses freely (docs/decisions/0054).
"""

from collections.abc import Collection, Hashable, Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple, TypeVar

from insertion.regles.resultats import a_cacher

Cle = TypeVar("Cle", bound=Hashable)
# People by answer to one filter, then by line of the table.
Cellules = Mapping[str, Mapping[str, int]]


class Muets(NamedTuple):
    """What is not shown of one count: the whole of it, and which lines."""

    tout: bool
    lignes: frozenset[str]


def lisible(par_mois: Mapping[date, int], debut: date, fin: date, *, minimum: int) -> bool:
    """Tell whether how many people there are from the month ``debut`` to the month ``fin`` may be shown.

    Months are put together, year by year and in order, until each heap has ``minimum`` people; a span is shown when it
    begins and ends between two heaps. The difference of two shown spans is then whole heaps, hence never a few people.
    """
    avant = sum(nombre for mois, nombre in par_mois.items() if mois < debut)
    apres = sum(nombre for mois, nombre in par_mois.items() if mois <= fin)
    coupes = _coupes(par_mois, minimum)
    return avant == apres or (avant in coupes and apres in coupes)


def _coupes(par_mois: Mapping[date, int], minimum: int) -> set[int]:
    """How many people there are before each border of heaps, since the first month."""
    annees = [
        (annee, [par_mois[mois] for mois in lus])
        for annee, lus in groupby(sorted(par_mois), key=lambda mois: mois.year)
    ]
    coupes, deja = {0}, 0
    for bloc in _tas([sum(nombres) for _, nombres in annees], minimum):
        mois = [nombre for rang in bloc for nombre in annees[rang][1]]
        for tas in _tas(mois, minimum):
            deja += sum(mois[rang] for rang in tas)
            coupes.add(deja)
    return coupes


def _tas(nombres: list[int], minimum: int) -> list[list[int]]:
    """Put neighbours together until each heap has ``minimum`` people; what is left at the end joins the last one."""
    tas: list[list[int]] = [[]]
    compte, reste = 0, sum(nombres)
    for rang, nombre in enumerate(nombres):
        tas[-1].append(rang)
        compte, reste = compte + nombre, reste - nombre
        if compte >= minimum and reste >= minimum:
            tas.append([])
            compte = 0
    return tas


def muets(
    lignes: Mapping[str, int],
    croisements: Iterable[tuple[Cellules, str]],
    *,
    minimum: int,
    deja: Collection[str] = (),
    tout: bool = False,
) -> Muets:
    """Choose what is not shown of people counted by line, beside their total.

    ``croisements``: for each filter that narrows them, the people by answer then by line, all the other filters kept,
    and the answer chosen: an answer hidden among its neighbours stays hidden once it is chosen. ``deja`` and ``tout``:
    what must not be shown for another reason.
    """
    tues = set(deja)
    for cellules, choisi in croisements:
        tout = tout or choisi in a_cacher(
            {a: sum(parts.values()) for a, parts in cellules.items()}, effectif_min=minimum
        )
        for cle in cellules.get(choisi, {}):
            colonne = {reponse: parts.get(cle, 0) for reponse, parts in cellules.items()}
            if choisi in a_cacher(colonne, effectif_min=minimum):
                tues.add(cle)
    total = sum(lignes.values())
    tout = tout or 0 < total < minimum
    cachees = a_cacher(lignes, effectif_min=minimum, deja=tues)
    if tout and not cachees:
        # All of them would tell of the whole.
        cachees = {cle for cle, nombre in lignes.items() if nombre}
    return Muets(tout and total > 0, frozenset(cachees))
