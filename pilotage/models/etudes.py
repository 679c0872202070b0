"""What steering keeps: the what-if of a dated value, before it is saved."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from comptes.models import Utilisateur
from referentiels.models import Parametre


class StatutEtude(models.TextChoices):
    A_FAIRE = "a_faire", "En attente"
    EN_COURS = "en_cours", "En cours"
    TERMINEE = "terminee", "Terminée"
    ECHOUEE = "echouee", "Arrêtée"


class EtudeImpact(models.Model):
    """What a new dated value would have changed to the files kept: counts, and a few of their numbers.

    No personal data. A worker judges the files; the officer then saves the value, or not. Erased after thirty days.
    """

    code = models.CharField(max_length=40)
    valeur = models.DecimalField(max_digits=12, decimal_places=4)
    depuis = models.DateField("à partir du")
    texte = models.CharField(max_length=300)
    # The value to come that is being changed; none when one is added.
    parametre = models.ForeignKey(Parametre, models.SET_NULL, null=True, blank=True, related_name="+")
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    statut = models.CharField(max_length=10, choices=StatutEtude, default=StatutEtude.A_FAIRE, editable=False)
    total = models.PositiveIntegerField(default=0)
    fait = models.PositiveIntegerField(default=0)
    resultat = models.JSONField(encoder=DjangoJSONEncoder, default=dict, blank=True)
    creee_le = models.DateTimeField("demandée le")
    terminee_le = models.DateTimeField("terminée le", null=True, blank=True)
    enregistree_le = models.DateTimeField("valeur enregistrée le", null=True, blank=True)

    class Meta:
        verbose_name = "étude d’impact"
        verbose_name_plural = "études d’impact"
        ordering = ["-creee_le", "-pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(statut__in=["a_faire", "en_cours"]), name="etudes_a_mener"),
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.valeur} à partir du {self.depuis:%d/%m/%Y}"
