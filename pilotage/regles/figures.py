"""A figure ready to be shown: its words, its columns, its lines, what each number rests on.

One shape for everything that steering shows: it is drawn (``pilotage.dessins``), written as a table, exported as CSV
or XLSX, printed and published alike. A number that is not to be shown is not in it.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from insertion.regles.resultats import Etat


class Unite(StrEnum):
    """What a number counts: written after it."""

    NOMBRE = ""
    POUR_CENT = "%"
    EUROS = "€"
    HEURES = "h"
    JOURS_OUVRES = "jours ouvrés"


class Dessin(StrEnum):
    """How a figure is drawn beside its table; AUCUN: the table says it all."""

    AUCUN = "aucun"
    BARRES = "barres"
    BARRES_EMPILEES = "barres_empilees"
    COURBES = "courbes"
    ENTONNOIR = "entonnoir"
    # One bar per line between a least and a most (first three columns: value, least, most; a fourth is the trend).
    BORNES = "bornes"


class Case(NamedTuple):
    """One number. ``valeur`` is None when it is not shown (``etat`` says why) or does not exist.

    ``sur`` is the count it rests on. ``dossiers``: the criteria of the files behind it, as an address holds them; None
    when there is nothing to open.
    """

    valeur: Decimal | int | None
    sur: int | None = None
    etat: Etat = Etat.MONTRE
    dossiers: Mapping[str, str] | None = None


class Colonne(NamedTuple):
    """One column: its code, its words, its unit, and what it means. ``dessinee``: it is in the drawing too."""

    code: str
    titre: str
    definition: str
    unite: Unite = Unite.NOMBRE
    dessinee: bool = True


class Ligne(NamedTuple):
    """One line: its key (as an address holds it), its words, one ``Case`` per column; what it means, when each line
    counts something of its own (a step, a rate, a wait)."""

    cle: str
    nom: str
    cases: tuple[Case, ...]
    definition: str = ""


class Figure(NamedTuple):
    """One figure. ``phrase`` says in a sentence what one reads in it; ``source`` where its definition comes from.

    ``repere``: a value drawn as a line and said in words (76 %), with its name; ``repere_sur``: the keys of the lines
    it is about, all of them when empty. ``calcule_le``: the instant its counts were added up, None when they are of
    the moment.
    """

    code: str
    titre: str
    phrase: str
    colonnes: tuple[Colonne, ...]
    lignes: tuple[Ligne, ...]
    premiere: str = ""
    dessin: Dessin = Dessin.AUCUN
    total: Ligne | None = None
    repere: tuple[str, Decimal] | None = None
    source: str = ""
    calcule_le: datetime | None = None
    repere_sur: frozenset[str] = frozenset()

    def avec(self, **champs: Any) -> "Figure":
        """Give the same figure, some of its parts being others."""
        return self._replace(**champs)

    @property
    def vide(self) -> bool:
        """Nothing to draw: no line, or no number in any."""
        return not any(case.valeur is not None for ligne in self.lignes for case in ligne.cases)
