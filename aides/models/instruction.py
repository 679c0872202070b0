"""What an officer has read of a request."""

from django.db import models

from aides.models.demandes import DemandeAide
from comptes.models import Utilisateur


class PieceVue(models.Model):
    """A proof that an officer has opened, and says it shows what it must.

    Told by its content: the same file sent again is seen already, another one in its place is not.
    """

    demande = models.ForeignKey(DemandeAide, models.PROTECT, related_name="pieces_vues")
    empreinte = models.CharField("empreinte SHA-256", max_length=64)
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    le = models.DateTimeField()

    class Meta:
        verbose_name = "pièce vue"
        verbose_name_plural = "pièces vues"
        constraints = [models.UniqueConstraint(fields=["demande", "empreinte"], name="une_piece_vue_une_fois")]

    def __str__(self) -> str:
        return f"Pièce vue de la demande {self.demande_id}"
