"""What may be published of counts: nothing under the least number of people, nor what others would tell of it.

Three tables, one line for the whole, for each year, each sector, each département: no two of these are crossed, so
that the only sum a reader can take apart is a list of lines and its total. Counts that are about the same people in
two tables are hidden together (``FAMILLES``), else one table would say what the other does not.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from insertion.regles.resultats import MESURES, Comptes, a_cacher


class AxePublic(StrEnum):
    """How tables are split; the value is what files hold."""

    ENSEMBLE = "ensemble"
    ANNEE = "annee"
    SECTEUR = "secteur"
    DEPARTEMENT = "departement"


TITRES = {AxePublic.ANNEE: "Année", AxePublic.SECTEUR: "Secteur", AxePublic.DEPARTEMENT: "Département"}

# Columns of the funnel: posts are no people, those who came in, went to the end, were hired are.
POSTES = ("postes_promis", "postes_demandes", "postes_autorises")
GENS = ("entrees", "fins", "embauches")
# Step → the column whose people its delay is about; none for what is about files.
DELAIS = {
    "demande": "",
    "autorisation": "",
    "entree": "entrees",
    "fin": "fins",
    "embauche": "embauches",
}

# Counts that are about the same people, or nearly: hidden together, line by line.
FAMILLES: tuple[tuple[str, ...], ...] = (
    ("entrees", "remplissage", "abandon"),
    ("fins", "au_bout"),
    ("embauches",),
    *((f"emploi_{mois}", f"durable_{mois}") for mois in (1, 3, 6)),
    ("promis",),
)


class LignePublique(NamedTuple):
    """One line: the posts of the funnel and their delays, and the counts of people and results, before anything is
    hidden."""

    axe: AxePublic
    code: str
    nom: str
    postes: Mapping[str, int]
    delais: Mapping[str, tuple[int | None, int | None]]
    resultats: Comptes


def effectifs(ligne: LignePublique) -> dict[str, int]:
    """Give how many people each column of a line is about: those of the funnel, those of each rate."""
    gens = {nom: ligne.postes[nom] for nom in GENS}
    return gens | {code: mesure.effectif(ligne.resultats) for code, mesure in MESURES.items()}


def tues(lignes: Iterable[LignePublique], *, effectif_min: int) -> dict[tuple[AxePublic, str], frozenset[str]]:
    """Give, for each line (its axis and its code), the columns of people not to be published.

    On each axis: those of too few people, the smallest others while those hidden could be told from the total, and the
    columns of the same family, until nothing more is to be hidden. Nobody is hidden too where a column of its family
    is: told, it would leave another line alone.
    """
    par_axe: dict[AxePublic, dict[str, dict[str, int]]] = {}
    for ligne in lignes:
        par_axe.setdefault(ligne.axe, {})[ligne.code] = effectifs(ligne)
    cachees: dict[tuple[AxePublic, str], set[str]] = {}
    for axe, siennes in par_axe.items():
        for famille in FAMILLES:
            # The whole stands alone: nothing to be taken from it but on the other axes.
            codes = _tues_de(famille, siennes, effectif_min=effectif_min, seul=axe is AxePublic.ENSEMBLE)
            for code in codes:
                cachees.setdefault((axe, code), set()).update(famille)
    return {cle: frozenset(colonnes) for cle, colonnes in cachees.items()}


def _tues_de(
    famille: tuple[str, ...], lignes: Mapping[str, Mapping[str, int]], *, effectif_min: int, seul: bool
) -> set[str]:
    if seul:
        return {code for code, compte in lignes.items() if any(0 < compte[nom] < effectif_min for nom in famille)}
    codes: set[str] = set()
    while True:
        trouves = {
            code
            for nom in famille
            for code in a_cacher(
                {cle: compte[nom] for cle, compte in lignes.items()}, effectif_min=effectif_min, deja=codes
            )
        }
        if trouves <= codes:
            return codes
        codes |= trouves
