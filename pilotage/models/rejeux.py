"""« Et si ? »: a past period replayed under other values, on the files kept."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from comptes.models import Utilisateur


class StatutRejeu(models.TextChoices):
    A_FAIRE = "a_faire", "En attente"
    EN_COURS = "en_cours", "En cours"
    TERMINE = "termine", "Terminé"
    ECHOUE = "echoue", "Arrêté sur une erreur"
    ARRETE = "arrete", "Arrêté à la demande"


EN_ATTENTE = (StatutRejeu.A_FAIRE, StatutRejeu.EN_COURS)


class Rejeu(models.Model):
    """A past period under other values: what was asked, how far a worker is, what it found (counts and euros).

    No personal data but who asked. Numbers of a few files, no name. Erased after thirty days.
    """

    debut = models.DateField("du")
    fin = models.DateField("au")
    # pilotage.regles.rejeu.Question, as plain JSON.
    question = models.JSONField(encoder=DjangoJSONEncoder)
    # SHA-256 of the period and the question: the same asked twice while it waits is one.
    empreinte = models.CharField(max_length=64, editable=False)
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+", verbose_name="demandé par")
    statut = models.CharField("état", max_length=10, choices=StatutRejeu, default=StatutRejeu.A_FAIRE, editable=False)
    total = models.PositiveIntegerField(default=0)
    fait = models.PositiveIntegerField(default=0)
    resultat = models.JSONField(encoder=DjangoJSONEncoder, default=dict, blank=True)
    cree_le = models.DateTimeField("demandé le")
    # The worker looks at it between two batches.
    arret_demande_le = models.DateTimeField("arrêt demandé le", null=True, blank=True)
    termine_le = models.DateTimeField("terminé le", null=True, blank=True)

    class Meta:
        verbose_name = "année rejouée"
        verbose_name_plural = "et si ? (années rejouées)"
        ordering = ["-cree_le", "-pk"]
        # Who may read and ask is one right, ``pilotage.rejouer_annee``.
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="rejeu_dates_ordonnees",
                condition=Q(debut__lte=F("fin")),
                violation_error_message="La fin de la période précède son début.",
            ),
            models.UniqueConstraint(
                fields=["empreinte"],
                condition=Q(statut__in=["a_faire", "en_cours"]),
                name="une_question_attend_une_fois",
            ),
        ]
        indexes = [
            models.Index(fields=["-cree_le", "-id"], name="rejeu_recent"),
            models.Index(fields=["id"], condition=Q(statut__in=["a_faire", "en_cours"]), name="rejeux_a_mener"),
        ]

    def __str__(self) -> str:
        return f"Du {self.debut:%d/%m/%Y} au {self.fin:%d/%m/%Y}"

    @property
    def en_attente(self) -> bool:
        """A worker has not finished with it."""
        return self.statut in EN_ATTENTE

    @property
    def pour_cent(self) -> int:
        """How far it is, from 0 to 100."""
        return min(100, self.fait * 100 // self.total) if self.total else 0
