"""What leaves for the finance department, launched by a person."""

from decimal import Decimal

from django.db import models

from comptes.models import Utilisateur
from referentiels.regles.typographie import compter


class EnvoiFinances(models.Model):
    """The invoices and avoirs that somebody read, lot by lot, and sent together. A photograph of its totals."""

    mois = models.DateField("mois")
    lance_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+", verbose_name="lancé par")
    lance_le = models.DateTimeField("lancé le")
    nombre = models.PositiveIntegerField("pièces")
    montant = models.DecimalField("montant", max_digits=14, decimal_places=2, default=Decimal(0))
    # Given with the form: the same sent twice (double click, a page sent again) leaves once.
    envoi = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = "envoi aux finances"
        verbose_name_plural = "envois aux finances"
        ordering = ["-lance_le", "-pk"]

    def __str__(self) -> str:
        return f"Envoi de {self.mois:%m/%Y}, {compter(self.nombre, 'pièce')}"
