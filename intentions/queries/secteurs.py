"""The sectors a job suggests."""

from referentiels.models import Metier, Secteur


def secteurs_de(metier: Metier) -> list[Secteur]:
    """Give the sectors a ROME job is proposed in, in the scheme's order (1 query); often one, sometimes none."""
    return list(metier.secteurs.order_by("ordre", "code"))
