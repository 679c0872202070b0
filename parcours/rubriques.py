"""The parts of a person's page that come from above this application: each registers itself when it starts.

A part is a function of the parcours and of who reads it; it gives what to include, or None when there is nothing for
this reader. The page is drawn by ``parcours``, which does not know what comes after a training.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from comptes.models import Utilisateur
from sessions_formation.models import Parcours


class Rubrique(NamedTuple):
    """A part of the page: its title, the template of its body and what the template reads."""

    titre: str
    gabarit: str
    contexte: dict[str, Any]


Lire = Callable[[Parcours, Utilisateur], Rubrique | None]
_LECTURES: list[Lire] = []


def enregistrer(lire: Lire) -> None:
    """Add a part, once however often it is registered; parts come in the order they were added."""
    if lire not in _LECTURES:
        _LECTURES.append(lire)


def rubriques_de(parcours: Parcours, lecteur: Utilisateur) -> list[Rubrique]:
    """Give the parts of a page that this reader has."""
    return [rubrique for lire in _LECTURES if (rubrique := lire(parcours, lecteur))]
