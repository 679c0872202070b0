"""The 43 measures of the regional plan for employment: what was printed, and where each stands now (PLAN).

What was printed is kept as printed; what officers write stands beside it, and the journal keeps each change of it. No
personal data, but the names of officers in the journal.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q


class Priorite(models.Model):
    """One of the five parts of the plan. ``titre_imprime``: its title with the slips of the printing."""

    numero = models.PositiveSmallIntegerField("numéro", primary_key=True)
    titre = models.CharField(max_length=250)
    titre_imprime = models.CharField(max_length=250)

    class Meta:
        verbose_name = "priorité du plan"
        verbose_name_plural = "priorités du plan"
        ordering = ["numero"]

    def __str__(self) -> str:
        return f"Priorité {self.numero} : {self.titre}"


class EtatMesure(models.TextChoices):
    """Where a measure stands. A word officers correct, not a course: any may follow any."""

    RECONDUITE = "reconduction", "Reconduite"
    MODIFIEE = "modifiee", "Modifiée"
    ABANDONNEE = "abandonnee", "Abandonnée"
    TERMINEE = "terminee", "Terminée"
    NON_PRECISE = "non_precise", "Non précisé"


def _avancement(nom: str) -> models.PositiveSmallIntegerField:
    # In percents; None where the plan prints none.
    return models.PositiveSmallIntegerField(nom, null=True, blank=True, validators=[MaxValueValidator(100)])


class Mesure(models.Model):
    """One measure. ``charger_referentiels`` writes what was printed; ``avancement``, ``etat`` and ``remarque`` begin
    with it, and are the officers' alone once one of them has written (``maj_le``)."""

    numero = models.PositiveSmallIntegerField("numéro", primary_key=True)
    priorite = models.ForeignKey(Priorite, models.PROTECT, related_name="mesures", verbose_name="priorité")
    titre = models.CharField(max_length=500)
    indicateurs = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    avancement_imprime = _avancement("avancement imprimé")
    etat_imprime = models.CharField("état imprimé pour 2019", max_length=12, choices=EtatMesure)
    texte_2019 = models.TextField("texte pour 2019", blank=True)
    # What this project has noted of the document itself: numbers that contradict each other, what is missing.
    remarque_source = models.CharField("remarque sur le document", max_length=400, blank=True)

    avancement = _avancement("avancement")
    etat = models.CharField("état", max_length=12, choices=EtatMesure)
    remarque = models.TextField("remarque", max_length=2000, blank=True)
    maj_le = models.DateTimeField("mise à jour le", null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "mesure du plan"
        verbose_name_plural = "mesures du plan"
        ordering = ["numero"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="mesure_avance_jusqu_a_100",
                condition=(Q(avancement=None) | Q(avancement__lte=100))
                & (Q(avancement_imprime=None) | Q(avancement_imprime__lte=100)),
            ),
        ]

    def __str__(self) -> str:
        return f"Mesure {self.numero}"


class ResultatMesure(models.Model):
    """One fact said of a measure: printed in the plan (``du_plan``), or added since by an officer.

    A printed fact an officer has corrected or withdrawn (``maj_le``) is left alone by ``charger_referentiels``.
    Withdrawn, it is no longer shown among the results, and its line stays.
    """

    mesure = models.ForeignKey(Mesure, models.PROTECT, related_name="resultats")
    ordre = models.PositiveSmallIntegerField()
    fait = models.CharField(max_length=400)
    du_plan = models.BooleanField("imprimé dans le plan", default=False)
    # The day of the fact, as an officer says it; the plan does not say it.
    constate_le = models.DateField("constaté le", null=True, blank=True)
    maj_le = models.DateTimeField("mis à jour le", null=True, blank=True, editable=False)
    retire_le = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    motif_retrait = models.CharField("raison du retrait", max_length=300, blank=True)

    class Meta:
        verbose_name = "résultat d’une mesure"
        verbose_name_plural = "résultats des mesures"
        ordering = ["mesure", "ordre"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["mesure", "ordre"], name="un_resultat_par_rang"),
            models.CheckConstraint(
                name="resultat_retire_dit_pourquoi", condition=Q(retire_le=None) | ~Q(motif_retrait="")
            ),
        ]

    def __str__(self) -> str:
        return f"Résultat {self.ordre} de la mesure {self.mesure_id}"
