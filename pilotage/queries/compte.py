"""When the facts of the dashboards were last counted."""

from datetime import datetime

from noyau.replique import base_de_lecture
from pilotage.models import CompteDesPostes


def dernier_compte() -> datetime | None:
    """Give the instant posts were last counted, None while they never were (1 query)."""
    return CompteDesPostes.objects.using(base_de_lecture()).values_list("compte_le", flat=True).first()
