"""What a line amounts to, so that invoices add up to hours × price, to the cent (decision 0047)."""

from decimal import Decimal

from referentiels.regles.montants import CENTIME, arrondir

# Lines taken back one by one may leave a few cents to the next: never more than the database takes.
ECART_MAX = 5 * CENTIME


def montant_de_ligne(prix: Decimal, quantite: Decimal, *, heures_avant: Decimal, montant_avant: Decimal) -> Decimal:
    """Return, in euros, what brings all that is invoiced at ``prix`` to hours × price, rounded half-up to the cent.

    ``heures_avant``, ``montant_avant``: hours and euros already invoiced of the same composante at the same price.
    So a line may be a cent off its own product (issue #6: sums are exact to the cent).
    """
    montant = arrondir(prix * (heures_avant + quantite)) - montant_avant
    juste = arrondir(prix * quantite)
    return min(max(montant, juste - ECART_MAX + CENTIME), juste + ECART_MAX - CENTIME)
