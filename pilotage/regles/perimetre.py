"""What a dashboard is asked about: a span of months, and whatever narrows it."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Axe(StrEnum):
    """A way to split figures; the value is the name of the field that narrows them to one line."""

    SECTEUR = "secteur"
    DEPARTEMENT = "departement"
    TERRITOIRE = "territoire"
    LOT = "lot"
    ORGANISME = "organisme"
    MOIS = "mois"


TITRES = {
    Axe.SECTEUR: "Secteur",
    Axe.DEPARTEMENT: "Département",
    Axe.TERRITOIRE: "Territoire",
    Axe.LOT: "Lot",
    Axe.ORGANISME: "Organisme",
    Axe.MOIS: "Mois",
}


class Perimetre(NamedTuple):
    """Months from ``debut`` to ``fin`` included (first days of months), and the criteria kept: axis → key.

    Keys are what addresses hold: the code of a sector, of a département or of a territory, the number (pk) of a lot or
    of a training body, as text.
    """

    debut: date
    fin: date
    criteres: Mapping[Axe, str] = {}
