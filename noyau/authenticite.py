"""What anybody who holds a document's code may read of it: kind, reference, date, and facts its own app chose to tell.

This app knows no word of the domain: each app tells the facts of its letters (``inscrire``, called when it is ready).
No personal data and no employer's name is ever among them.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from noyau.lettres import Document


class Faits(NamedTuple):
    """What to compare with the paper (name, value), and what happened since (sentences).

    ``caduc`` says that the document no longer has any effect.
    """

    lignes: tuple[tuple[str, str], ...] = ()
    suites: tuple[str, ...] = ()
    caduc: bool = False


Conteur = Callable[[Document, date], Faits]
_CONTEURS: dict[str, Conteur] = {}


def inscrire(modele: str, conteur: Conteur) -> None:
    """Say who tells the facts of the documents of ``modele`` on a given day."""
    _CONTEURS[modele] = conteur


def faits_de(document: Document, *, le: date) -> Faits:
    """Give what may be told of a document on the day ``le``; nothing beyond its title when nobody tells it."""
    conteur = _CONTEURS.get(document.modele)
    return conteur(document, le) if conteur else Faits()
