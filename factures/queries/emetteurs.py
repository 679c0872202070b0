"""Who answers for the invoices of a training body."""

from referentiels.models import OrganismeFormation


def courriel_de_facturation(organisme: OrganismeFormation) -> str:
    """Give the address of its invoicing card, else its own; empty when it has neither."""
    fiche = getattr(organisme, "emetteur", None)
    return (fiche.courriel if fiche else "") or organisme.courriel
