"""What surrounds a person's file: who opened it, and the calls to the person."""

from django.db import models
from django.db.models import Q

from comptes.models import Utilisateur
from stagiaires.enums import Lecture, ResultatAppel
from stagiaires.models.stagiaire import Stagiaire


class Consultation(models.Model):
    """Somebody opened a person’s file: who, when, which page. Erased after twelve months (config.conservation)."""

    stagiaire = models.ForeignKey(Stagiaire, models.PROTECT, related_name="consultations")
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    # What the reader was when they read: a role may be lost afterwards.
    qualite = models.CharField("qualité", max_length=160)
    page = models.CharField(max_length=12, choices=Lecture)
    le = models.DateTimeField()

    class Meta:
        verbose_name = "consultation"
        ordering = ["-le", "-pk"]
        indexes = [
            models.Index(fields=["stagiaire", "-le", "-id"], name="consultation_par_stagiaire"),
            models.Index(fields=["le"], name="consultation_par_date"),
        ]

    def __str__(self) -> str:
        return f"{self.get_page_display()} lue par {self.par}"


class Appel(models.Model):
    """A call to a person, or an attempt. ``note`` is personal data: emptied with the person's file."""

    stagiaire = models.ForeignKey(Stagiaire, models.PROTECT, related_name="appels")
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    le = models.DateTimeField()
    resultat = models.CharField("résultat", max_length=12, choices=ResultatAppel)
    rappeler_le = models.DateField("rappeler le", null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    # Given with the form: the same call sent twice (double click) is written once.
    envoi = models.UUIDField(unique=True, editable=False)

    class Meta:
        verbose_name = "appel"
        ordering = ["-le", "-pk"]
        indexes = [
            models.Index(fields=["stagiaire", "-le", "-id"], name="appel_par_stagiaire"),
            models.Index(
                fields=["rappeler_le", "stagiaire"], condition=Q(rappeler_le__isnull=False), name="appel_a_refaire"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="appel_a_rappeler_a_sa_date",
                condition=Q(resultat="a_rappeler", rappeler_le__isnull=False)
                | (~Q(resultat="a_rappeler") & Q(rappeler_le=None)),
                violation_error_message="Dites quel jour rappeler.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_resultat_display()} le {self.le:%d/%m/%Y}"
