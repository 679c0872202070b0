"""How the opinions of trainees are added up: nothing that tells who gave one (docs/decisions/0041)."""

from collections.abc import Mapping
from typing import NamedTuple

# Below, an average would almost tell what each one said.
AVIS_POUR_UNE_MOYENNE = 5

# The five dimensions of Anotea (France Travail), in its order.
DIMENSIONS = {
    "accueil": "L’accueil",
    "contenu": "Le contenu de la formation",
    "formateurs": "L’équipe de formateurs",
    "moyens": "Les moyens matériels",
    "accompagnement": "L’accompagnement",
}
NOTES = {
    1: "Pas du tout satisfaisant",
    2: "Peu satisfaisant",
    3: "Moyennement satisfaisant",
    4: "Satisfaisant",
    5: "Très satisfaisant",
}


class Moyenne(NamedTuple):
    """The mean of one dimension, from 1 to 5."""

    dimension: str
    note: float


class Moyennes(NamedTuple):
    """How many opinions, their means by dimension and over all; no mean below the threshold."""

    combien: int
    dimensions: tuple[Moyenne, ...] = ()
    ensemble: float | None = None

    @property
    def manquent(self) -> int:
        """How many opinions are missing before means are shown."""
        return max(AVIS_POUR_UNE_MOYENNE - self.combien, 0)


def moyennes(combien: int, par_dimension: Mapping[str, float | None]) -> Moyennes:
    """Give what may be shown of ``combien`` opinions whose mean marks are ``par_dimension`` (1 to 5, by code)."""
    if combien < AVIS_POUR_UNE_MOYENNE:
        return Moyennes(combien)
    lues = tuple(Moyenne(nom, round(par_dimension[code] or 0, 1)) for code, nom in DIMENSIONS.items())
    ensemble = sum(par_dimension[code] or 0 for code in DIMENSIONS) / len(DIMENSIONS)
    return Moyennes(combien, lues, round(ensemble, 1))
