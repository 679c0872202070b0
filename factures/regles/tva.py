"""VAT of an invoice (CGI art. 261-4-4° a, 278)."""

from decimal import Decimal

from referentiels.regles.montants import arrondir


def tva_de(montant_ht: Decimal, taux: Decimal) -> Decimal:
    """Return the VAT in euros on an amount without tax, at a rate given as a part of one; half up to the cent."""
    return arrondir(montant_ht * taux)
