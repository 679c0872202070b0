"""The past that forecasts are told from: posts filed by month, and how the survey says that needs move."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db import connections

from noyau.replique import base_de_lecture
from referentiels.models import Departement, Secteur

ANNEES_LUES = 4
# The survey of a year is published in spring: before, the one of the year before is all that is known.
MOIS_DE_PUBLICATION = 5
# Under so many projects known in both years, their movement is the noise of a sample.
PROJETS_MIN = 50
TOUT = ""

# One line per month, sector and département; the index on (mois, secteur) bounds it.
POSTES = """
select mois, coalesce(secteur_id, ''), coalesce(departement_id, ''), count(*)
from pilotage_faitposte where mois >= %s and mois < %s group by 1, 2, 3
"""
# Lines known in two years running: what was secret in either tells of no movement. A job of two sectors counts in
# both, and once in all of them together (sector « »).
MOUVEMENTS = """
with jobs as (
    select c.code_metier, ms.secteur_id from referentiels_correspondancefap c
    join referentiels_metier_secteurs ms on ms.metier_id = c.metier_id where c.retenue
    union
    select c.code_metier, '' from referentiels_correspondancefap c
    where c.retenue and exists (select from referentiels_metier_secteurs ms where ms.metier_id = c.metier_id)
)
select b.annee, jobs.secteur_id, b.departement_id, sum(a.projets), sum(b.projets)
from referentiels_besoinenquete b
join referentiels_besoinenquete a
    on a.code_metier = b.code_metier and a.code_bassin = b.code_bassin and a.annee = b.annee - 1
join jobs on jobs.code_metier = b.code_metier
where a.projets is not null and b.projets is not null group by 1, 2, 3
"""
Coupe = tuple[str, str]


class Noms(NamedTuple):
    """Codes → words, in the order lines are shown: sectors, and départements of the region."""

    secteurs: Mapping[str, str]
    departements: Mapping[str, str]


class Passe(NamedTuple):
    """Posts filed and survey, by sector and département (codes; ``TOUT`` for all of them together).

    ``mois``: the whole months read, oldest first, from the first one that has a post; ``suivants``: the twelve after.
    ``postes``: one number per month of ``mois``.
    ``mouvements``: by slice, year of the survey → (projects the year before, that year).
    """

    mois: tuple[date, ...]
    suivants: tuple[date, ...]
    postes: dict[Coupe, list[int]]
    mouvements: dict[Coupe, dict[int, tuple[int, int]]]

    def evolutions(self, coupe: Coupe) -> list[float | None]:
        """Give how the survey known in each month said that needs move, then the one known after the last."""
        dits = self.mouvements.get(coupe, {})
        return [_evolution(dits, mois) for mois in (*self.mois, self.suivants[0])]

    def evolution(self, coupe: Coupe) -> tuple[int, float] | None:
        """Give the year of the survey known today and its movement; None when it says none."""
        jour = self.suivants[0]
        valeur = _evolution(self.mouvements.get(coupe, {}), jour)
        return None if valeur is None else (_annee_connue(jour), valeur)


def lire_passe(le: date) -> Passe:
    """Read four years of whole months before ``le`` (two statements, whatever is asked afterwards)."""
    fin = le.replace(day=1)
    with connections[base_de_lecture()].cursor() as curseur:
        curseur.execute(POSTES, [fin.replace(year=fin.year - ANNEES_LUES), fin])
        postes = curseur.fetchall()
        curseur.execute(MOUVEMENTS)
        mouvements = curseur.fetchall()
    mois = tuple(mois_entre(min((ligne[0] for ligne in postes), default=fin), fin))
    suivants = tuple(mois_entre(fin, fin.replace(year=fin.year + 1)))
    return Passe(mois, suivants, _series(postes, mois), _mouvements(mouvements))


def lire_noms() -> Noms:
    """Read the sectors, and the départements of the region (two queries)."""
    base = base_de_lecture()
    departements = Departement.objects.using(base).filter(dans_region=True).order_by("code")
    return Noms(
        {code: nom[:1].upper() + nom[1:] for code, nom in Secteur.objects.using(base).values_list("code", "libelle")},
        dict(departements.values_list("code", "nom")),
    )


def mois_suivant(mois: date) -> date:
    """Give the first day of the month after."""
    return mois.replace(year=mois.year + 1, month=1) if mois.month == 12 else mois.replace(month=mois.month + 1)


def mois_entre(debut: date, fin: date) -> Iterable[date]:
    """Give the first days of months from ``debut``, before ``fin``."""
    while debut < fin:
        yield debut
        debut = mois_suivant(debut)


def _coupes(secteur: str, departement: str) -> set[Coupe]:
    """The slices a line counts in: its own, its sector's, its département's, the whole."""
    return {(secteur, departement), (secteur, TOUT), (TOUT, departement), (TOUT, TOUT)}


def _series(lignes: list[tuple[date, str, str, int]], mois: tuple[date, ...]) -> dict[Coupe, list[int]]:
    rangs = {jour: rang for rang, jour in enumerate(mois)}
    series: dict[Coupe, list[int]] = defaultdict(lambda: [0] * len(mois))
    for jour, secteur, departement, nombre in lignes:
        for coupe in _coupes(secteur, departement):
            series[coupe][rangs[jour]] += nombre
    return dict(series)


def _mouvements(lignes: list[tuple[int, str, str, int, int]]) -> dict[Coupe, dict[int, tuple[int, int]]]:
    avant: Counter[tuple[Coupe, int]] = Counter()
    apres: Counter[tuple[Coupe, int]] = Counter()
    for annee, secteur, departement, projets_avant, projets in lignes:
        for coupe in ((secteur, departement), (secteur, TOUT)):
            avant[coupe, annee] += projets_avant
            apres[coupe, annee] += projets
    dits: dict[Coupe, dict[int, tuple[int, int]]] = defaultdict(dict)
    for (coupe, annee), nombre in avant.items():
        dits[coupe][annee] = nombre, apres[coupe, annee]
    return dict(dits)


def _annee_connue(mois: date) -> int:
    return mois.year if mois.month >= MOIS_DE_PUBLICATION else mois.year - 1


def _evolution(dits: dict[int, tuple[int, int]], mois: date) -> float | None:
    avant, apres = dits.get(_annee_connue(mois), (0, 0))
    return apres / avant if avant >= PROJETS_MIN else None
