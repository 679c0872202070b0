"""What leaves for payment, launched by a person of the finance department."""

from decimal import Decimal

from django.db import models
from django.utils import timezone

from comptes.models import Utilisateur
from referentiels.regles.typographie import compter


class EnvoiPaiement(models.Model):
    """The aids sent to payment together. A photograph of their number and total, in euros."""

    lance_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+", verbose_name="lancé par")
    lance_le = models.DateTimeField("lancé le")
    nombre = models.PositiveIntegerField("aides")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2, default=Decimal(0))
    # Given with the form: the same sent twice (double click, a page sent again) leaves once.
    envoi = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = "envoi d’aides au paiement"
        verbose_name_plural = "envois d’aides au paiement"
        ordering = ["-lance_le", "-pk"]

    def __str__(self) -> str:
        return f"Envoi du {timezone.localtime(self.lance_le):%d/%m/%Y}, {compter(self.nombre, 'aide')}"
