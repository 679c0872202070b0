"""The rates the Région has published of its schemes: what new results are read against."""

import csv
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from referentiels.regles.typographie import composer

FICHIER = Path(__file__).resolve().parent.parent / "donnees" / "taux_insertion.csv"


class TauxReference(NamedTuple):
    """A published rate (percent), as its document gives it: ``mois`` after the training, None when it is not said."""

    dispositif: str
    taux: Decimal
    mois: int | None
    remarque: str


@cache
def taux_de_reference() -> tuple[TauxReference, ...]:
    """Read ``referentiels/donnees/taux_insertion.csv``, the highest rate first. Printed figures of documents that are
    past: a file, not a table, for nothing refers to them and nobody corrects them."""
    with FICHIER.open(encoding="utf-8", newline="") as fichier:
        lignes = list(csv.DictReader(fichier))
    lus = [
        TauxReference(
            ligne["dispositif"].replace("'", "’"),
            Decimal(ligne["taux_pct"]),
            int(ligne["horizon_mois"]) if ligne["horizon_mois"] else None,
            composer(ligne["notes"].replace("'", "’")),
        )
        for ligne in lignes
    ]
    return tuple(sorted(lus, key=lambda taux: (-taux.taux, taux.dispositif)))
