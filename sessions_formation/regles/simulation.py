"""What a lot would become if some of its pending requests were ordered, in their order of arrival.

The maximum blocks (S-PLAFOND, FAQ §8), the minimum is to be reached (FAQ §8).
"""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal("0.00")


class Etape(NamedTuple):
    """One pending request: whether it is taken, what would be ordered with it, whether it still fits."""

    cle: str
    montant: Decimal
    retenue: bool
    commande: Decimal
    tient: bool


class Simulation(NamedTuple):
    """Amounts in euros. ``effet``: what the requests taken add. ``premiere_de_trop``: the first that fits no more."""

    etapes: tuple[Etape, ...]
    effet: Decimal
    commande: Decimal
    reste: Decimal
    depassement: Decimal
    manque_avant: Decimal
    manque: Decimal
    premiere_de_trop: Etape | None
    commande_sans_elle: Decimal


def simuler(
    demandes: Iterable[tuple[str, Decimal]],
    retenues: Collection[str],
    *,
    minimum: Decimal,
    maximum: Decimal,
    commande: Decimal,
) -> Simulation:
    """Add up the requests taken, in the order given: ``demandes`` are (key, amount), ``retenues`` the keys taken."""
    etapes, cumul, avant_le_trop = [], commande, None
    for cle, montant in demandes:
        prise = cle in retenues
        apres = cumul + montant if prise else cumul
        tient = not prise or apres <= maximum
        if not tient and avant_le_trop is None:
            avant_le_trop = cumul
        cumul = apres
        etapes.append(Etape(cle, montant, prise, cumul, tient))
    return Simulation(
        etapes=tuple(etapes),
        effet=cumul - commande,
        commande=cumul,
        reste=max(maximum - cumul, ZERO),
        depassement=max(cumul - maximum, ZERO),
        manque_avant=max(minimum - commande, ZERO),
        manque=max(minimum - cumul, ZERO),
        premiere_de_trop=next((etape for etape in etapes if not etape.tient), None),
        commande_sans_elle=cumul if avant_le_trop is None else avant_le_trop,
    )
