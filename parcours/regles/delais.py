"""How many days a declaration is waited for, and may be taken back."""

from collections.abc import Container
from datetime import date

from referentiels.regles.jours_ouvres import jours_ouvres_ecoules

# Entries and exits are declared within three working days (the rule of Mon compte formation, normes.md §3): the
# training body is reminded once they are gone.
DECLARER_JOURS_OUVRES = 3
# *(choice)* A declaration made by mistake is taken back within ten working days: beyond, figures have been read.
RECTIFIER_JOURS_OUVRES = 10


def rectifiable(declare_le: date, *, le: date, feries: Container[date]) -> bool:
    """Say whether what was declared on ``declare_le`` may still be taken back on ``le``."""
    return jours_ouvres_ecoules(declare_le, le, feries=feries) <= RECTIFIER_JOURS_OUVRES
