"""Working days, for deadlines and reminders (domaine.md § 6).

The public holidays are an argument: they come from the `holidays` package, which rules do not import.
"""

from collections.abc import Container
from datetime import date, timedelta

_SAMEDI = 5
_UN_JOUR = timedelta(days=1)


def est_ouvre(jour: date, feries: Container[date]) -> bool:
    """Say whether `jour` is worked: Monday to Friday, not a public holiday."""
    return jour.weekday() < _SAMEDI and jour not in feries


def ajouter_jours_ouvres(jour: date, nombre: int, *, feries: Container[date]) -> date:
    """Return the `nombre`-th working day after `jour` (`jour` itself when `nombre` is 0)."""
    if nombre < 0:
        raise ValueError("Le nombre de jours ouvrés ne peut pas être négatif.")
    while nombre:
        jour += _UN_JOUR
        nombre -= est_ouvre(jour, feries)
    return jour


def jours_ouvres_ecoules(depuis: date, le: date, *, feries: Container[date]) -> int:
    """Return how many working days have gone by after `depuis`, up to and including `le` (0 when `le` is earlier)."""
    jours = ((depuis + _UN_JOUR * rang) for rang in range(1, (le - depuis).days + 1))
    return sum(est_ouvre(jour, feries) for jour in jours)


def dernier_depart(le: date, nombre: int, *, feries: Container[date]) -> date:
    """Return the latest day after which `nombre` working days (1 or more) have gone by on `le`.

    What began that day or before has waited at least that long: the bound of a search by date.
    """
    if nombre < 1:
        raise ValueError("Il faut au moins un jour ouvré.")
    while nombre:
        nombre -= est_ouvre(le, feries)
        le -= _UN_JOUR
    return le


def premier_jour_ouvre(annee: int, mois: int, *, feries: Container[date]) -> date:
    """Return the first working day of a month."""
    jour = date(annee, mois, 1)
    return jour if est_ouvre(jour, feries) else ajouter_jours_ouvres(jour, 1, feries=feries)
