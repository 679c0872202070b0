"""The signed statements kept with a relevé."""

from django.db.models import QuerySet

from heures.models import Releve
from noyau.pieces import Piece

RELEVE_SIGNE = "releve_signe"


def pieces_du(releve: Releve) -> QuerySet[Piece]:
    """Give the signed statements of a relevé, erased with the people they name."""
    return Piece.objects.de(releve).filter(categorie=RELEVE_SIGNE)
