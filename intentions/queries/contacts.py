"""Whom the open intentions of an establishment say to call."""

from typing import NamedTuple

from django.db.models import Count, Max, QuerySet

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche

# Those whose contact may still be corrected, and is still called.
OUVERTES = (
    StatutIntention.A_COMPLETER,
    StatutIntention.DEROGATION_DEMANDEE,
    StatutIntention.RECEVABLE,
    StatutIntention.ENGAGEE,
)


class Contact(NamedTuple):
    """An address, the name it goes by, and how many open intentions it answers for."""

    courriel: str
    nom: str
    intentions: int


def _ouvertes(employeur_id: int) -> QuerySet[IntentionEmbauche]:
    return IntentionEmbauche.objects.filter(employeur=employeur_id, statut__in=OUVERTES)


def intentions_du_contact(employeur_id: int, courriel: str) -> QuerySet[IntentionEmbauche]:
    """Give the open intentions of an establishment for which this address is the one to reach, the oldest first."""
    return _ouvertes(employeur_id).filter(contact_courriel=courriel).order_by("pk")


def contacts_de(employeur_id: int) -> list[Contact]:
    """Give who is to be reached for the open intentions of an establishment (one query)."""
    lignes = (
        _ouvertes(employeur_id)
        .order_by("contact_courriel")
        .values("contact_courriel")
        .annotate(nom=Max("contact_nom"), combien=Count("pk"))
    )
    return [Contact(ligne["contact_courriel"], ligne["nom"], ligne["combien"]) for ligne in lignes]
