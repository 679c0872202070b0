"""Attendance sheets: printed with a QR code, signed by hand, read back from a scan."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from comptes.models import Utilisateur
from heures.models.releves import Releve
from noyau.codes import nouveau_code
from noyau.pieces import Piece


class FeuilleEmargement(models.Model):
    """One week of a session, to be signed by half-days. ``semaine`` is its Monday.

    The sheet itself is drawn again each time it is asked: it holds names, and is kept nowhere. What is kept is who
    was on it (``parcours``, ids) and its code, by which a scan is recognised; the scan is a ``Piece`` of the relevé,
    erased with the people it names.
    """

    releve = models.ForeignKey(Releve, models.PROTECT, related_name="feuilles")
    semaine = models.DateField("semaine du")
    code = models.CharField(max_length=12, unique=True, default=nouveau_code, editable=False)
    parcours = ArrayField(models.BigIntegerField(), default=list)
    creee_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    creee_le = models.DateTimeField("créée le")
    recue_le = models.DateTimeField("reçue signée le", null=True, blank=True)
    piece = models.ForeignKey(Piece, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "feuille d’émargement"
        verbose_name_plural = "feuilles d’émargement"
        ordering = ["semaine", "pk"]

    def __str__(self) -> str:
        return f"Émargement de la semaine du {self.semaine:%d/%m/%Y}, {self.releve}"
