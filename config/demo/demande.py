"""How a session of the demonstration is told: what it asks for, on which intentions, what became of it."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Pas:
    """Something that happened to a session ``jours`` days ago; the rest is what a person wrote.

    ``hors_tour``: why it comes before its turn; ``champs``: fields asked for, with the officer's words.
    """

    jours: int
    acte: str
    motif: str = ""
    precisions: str = ""
    hors_tour: str = ""
    champs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Demande:
    """A session request: ``par`` is the account that asks, ``debut`` and ``fin`` are days from today.

    The Région orders the socle by itself: ``par`` is then the account of the training body that holds it.
    """

    cle: str
    lot: str
    par: str
    intitule: str
    besoins: tuple[str, ...]
    effectif: int
    heures: int
    debut: int
    fin: int
    histoire: tuple[Pas, ...]
    certification: str | None = None
    champs: dict[str, Any] = field(default_factory=dict)


BESOIN = "besoin_avere"
EMPLOIS_LIBRES = "Les postes sont libres à la fin de la session, dans des entreprises que nous connaissons."
