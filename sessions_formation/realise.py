"""What is done and invoiced of what is ordered: told by applications above this one, which register when they start.

The purchase knows neither hours nor invoices; its pages show them, and its acts never go below what is invoiced.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.db.models import DecimalField, Value
from django.db.models.expressions import Combinable

from referentiels.regles.montants import ZERO

FAIT, FACTURE = "fait", "facture"


class Facturees(NamedTuple):
    """Heures-stagiaires and euros of a composante that issued invoices count, less avoirs, at one price."""

    heures: Decimal = ZERO
    montant: Decimal = ZERO


# Of a row of lots (``OuterRef("pk")``), in euros.
Somme = Callable[[], Combinable]
# By composante and price.
Lire = Callable[[Iterable[int]], Mapping[tuple[int, Decimal], Facturees]]
_SOMMES: dict[str, Somme] = {}
_LECTURES: list[Lire] = []


def enregistrer_somme(nom: str, somme: Somme) -> None:
    """Tell how ``FAIT`` or ``FACTURE`` is worked out for a lot."""
    _SOMMES[nom] = somme


def enregistrer_facturees(lire: Lire) -> None:
    """Tell who knows what is invoiced; once however often it is registered."""
    if lire not in _LECTURES:
        _LECTURES.append(lire)


def sommes() -> dict[str, Combinable]:
    """Give ``fait`` and ``facture`` as columns of lots; zero while nobody knows."""
    rien = Value(ZERO, output_field=DecimalField(max_digits=14, decimal_places=2))
    return {nom: _SOMMES[nom]() if nom in _SOMMES else rien for nom in (FAIT, FACTURE)}


def facturees(composantes: Iterable[int]) -> dict[int, dict[Decimal, Facturees]]:
    """Give what is invoiced of each composante, by price; nothing for those never invoiced."""
    cles = list(composantes)
    par_prix: dict[int, dict[Decimal, Facturees]] = {cle: {} for cle in cles}
    for lire in _LECTURES:
        for (composante, prix), deja in lire(cles).items():
            par_prix[composante][prix] = deja
    return par_prix
