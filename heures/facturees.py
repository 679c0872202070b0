"""What is invoiced of the hours of a month: known by what invoices, which comes above, and says it here."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal

Lecture = Callable[[Iterable[int], date], Mapping[int, Decimal]]

_lectures: list[Lecture] = []


def inscrire(lecture: Lecture) -> None:
    """Have ``heures_facturees`` ask ``lecture`` too: given parcours and a month, hours of issued invoices."""
    if lecture not in _lectures:
        _lectures.append(lecture)


def heures_facturees(parcours: Iterable[int], mois: date) -> dict[int, Decimal]:
    """Give the hours of ``mois`` that issued invoices hold now (avoirs taken off), by parcours; none is left out."""
    totaux: dict[int, Decimal] = {}
    cles = list(parcours)
    for lecture in _lectures:
        for parcours_id, heures in lecture(cles, mois).items():
            totaux[parcours_id] = totaux.get(parcours_id, Decimal(0)) + heures
    return {parcours_id: heures for parcours_id, heures in totaux.items() if heures}
