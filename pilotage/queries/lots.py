"""Lots against their minimum and maximum, and where they are heading."""

from datetime import date

from pilotage.regles.figures import Figure
from pilotage.regles.perimetre import Perimetre


def lots(le: date, perimetre: Perimetre) -> Figure:
    """Give one line per lot (code ``lots``, BORNES): ordered, minimum, maximum, trend, invoiced, paid, asked."""
    raise NotImplementedError
