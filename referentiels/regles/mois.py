"""Calendar months: the month as a value, and days counted by the calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self


def ajouter_mois(jour: date, nombre: int) -> date:
    """Return the same day `nombre` months later, or the last day of that month when it is shorter.

    2 February + 3 months is 2 May; 30 November + 3 months is 28 February (domaine.md § 4, A-DELAI). Past the last
    day Python knows, that day is returned: a file may hold any date.
    """
    rang = jour.year * 12 + jour.month - 1 + nombre
    annee, mois = rang // 12, rang % 12 + 1
    if annee > date.max.year:
        return date.max
    if annee < date.min.year:
        return date.min
    return date(annee, mois, min(jour.day, monthrange(annee, mois)[1]))


def derniers_mois(le: date, nombre: int) -> list[date]:
    """Return the first days of the month of `le` and of those before, the latest first, `nombre` in all."""
    premier = le.replace(day=1)
    return [ajouter_mois(premier, -recul) for recul in range(nombre)]


@dataclass(frozen=True, slots=True, order=True)
class Mois:
    """One month of one year, written AAAA-MM."""

    annee: int
    rang: int

    def __post_init__(self) -> None:
        if not (date.min.year <= self.annee <= date.max.year and 1 <= self.rang <= 12):
            raise ValueError(f"« {self.annee}-{self.rang} » n’est pas un mois.")

    @classmethod
    def depuis(cls, texte: str) -> Self:
        """Read « 2026-03 »; raise `ValueError` with a French sentence otherwise."""
        annee, tiret, rang = texte.partition("-")
        chiffres = annee + rang
        if not (tiret and len(annee) == 4 and len(rang) == 2 and chiffres.isascii() and chiffres.isdigit()):
            raise ValueError(f"« {texte} » n’est pas un mois : écrivez par exemple 2026-03.")
        return cls(int(annee), int(rang))

    @classmethod
    def de(cls, jour: date) -> Self:
        """Return the month `jour` is in."""
        return cls(jour.year, jour.month)

    @classmethod
    def clos_au(cls, jour: date) -> Self:
        """Return the last month that is over on `jour`: the one before its own."""
        return cls.de(ajouter_mois(jour.replace(day=1), -1))

    @property
    def premier_jour(self) -> date:
        return date(self.annee, self.rang, 1)

    @property
    def dernier_jour(self) -> date:
        return date(self.annee, self.rang, monthrange(self.annee, self.rang)[1])

    def suivant(self) -> Self:
        """Return the month after."""
        return type(self).de(ajouter_mois(self.premier_jour, 1))

    def __contains__(self, jour: date) -> bool:
        return self.premier_jour <= jour <= self.dernier_jour

    def __str__(self) -> str:
        return f"{self.annee:04d}-{self.rang:02d}"
