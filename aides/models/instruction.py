"""What an officer has read of a request."""

from django.db import models

from aides.models.demandes import DemandeAide
from comptes.models import Utilisateur
from noyau.pieces import Piece


class PieceVue(models.Model):
    """A proof that an officer has opened, and says it shows what it must. Goes with the file it speaks of."""

    demande = models.ForeignKey(DemandeAide, models.PROTECT, related_name="pieces_vues")
    piece = models.OneToOneField(Piece, models.CASCADE, related_name="+")
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    le = models.DateTimeField()

    class Meta:
        verbose_name = "pièce vue"
        verbose_name_plural = "pièces vues"

    def __str__(self) -> str:
        return f"Pièce {self.piece_id} de la demande {self.demande_id}"
