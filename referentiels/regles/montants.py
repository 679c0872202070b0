"""Exact amounts in euros: rounding to the cent, and how a file writes them."""

from decimal import ROUND_HALF_UP, Context, Decimal

CENTIME = Decimal("0.01")
ZERO = Decimal("0.00")
# Wide enough for any product of what a file may hold: rounding must not fail where the figures are absurd.
_LARGE = Context(prec=100)


def arrondir(valeur: Decimal) -> Decimal:
    """Return `valeur` (euros) at the cent, half up (domaine.md § 4, Aids; invoices follow the same rule)."""
    return valeur.quantize(CENTIME, ROUND_HALF_UP, _LARGE)


def montant_composante(parcours: int, heures: Decimal, prix_heure: Decimal) -> Decimal:
    """Return the amount in euros of an order line: parcours × hours each × hourly price (domaine.md § 5)."""
    return arrondir(parcours * heures * prix_heure)
