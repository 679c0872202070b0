"""The calls to a person, as its page shows them."""

from stagiaires.models import Appel, Stagiaire

DERNIERS = 20


def appels_de(stagiaire: Stagiaire) -> list[Appel]:
    """Give the last calls to a person, newest first, each with who called (1 query)."""
    return list(stagiaire.appels.select_related("par").order_by("-le", "-pk")[:DERNIERS])
