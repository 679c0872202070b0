"""What is planned before the training, and what is reported after it."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from aides.enums import NatureSequence
from aides.models.demandes import DemandeAide
from comptes.models import Utilisateur

TEXTE_MAX = 2000


class PlanFormation(models.Model):
    """The plan de formation, filled in online (PRES: « établir son plan de formation »).

    Names the tutor: erased with the request.
    """

    demande = models.OneToOneField(DemandeAide, models.PROTECT, related_name="plan")
    objectifs = models.TextField("ce que la personne saura faire", max_length=TEXTE_MAX, blank=True)
    depart = models.TextField("ce qu’elle sait déjà faire", max_length=TEXTE_MAX, blank=True)
    # A tutoring: who trains, within the establishment.
    tuteur_nom = models.CharField("tuteur", max_length=120, blank=True)
    tuteur_fonction = models.CharField("sa fonction", max_length=120, blank=True)
    tuteur_experience = models.CharField("son expérience du métier", max_length=200, blank=True)
    # Afest: the real work that was chosen to learn from (CT D6313-3-2: analysis of the activity).
    situations = models.TextField("situations de travail choisies", max_length=TEXTE_MAX, blank=True)
    evaluation = models.TextField("comment les acquis seront vérifiés", max_length=TEXTE_MAX, blank=True)
    modifie_le = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        verbose_name = "plan de formation"
        verbose_name_plural = "plans de formation"

    def __str__(self) -> str:
        return f"Plan de la demande {self.demande_id}"


class Sequence(models.Model):
    """A line of the plan: what is learnt, how, when, for how many hours."""

    plan = models.ForeignKey(PlanFormation, models.PROTECT, related_name="sequences")
    rang = models.PositiveSmallIntegerField()
    contenu = models.CharField("contenu", max_length=300)
    nature = models.CharField("comment", max_length=16, choices=NatureSequence)
    debut = models.DateField("du", null=True, blank=True)
    fin = models.DateField("au", null=True, blank=True)
    heures = models.DecimalField("heures", max_digits=5, decimal_places=2, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name = "séquence du plan"
        verbose_name_plural = "séquences du plan"
        ordering = ["plan", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "rang"], name="une_sequence_par_rang"),
            models.CheckConstraint(
                name="sequence_fin_apres_debut", condition=Q(debut=None) | Q(fin=None) | Q(fin__gte=F("debut"))
            ),
            models.CheckConstraint(name="sequence_heures_positives", condition=Q(heures__gt=0)),
        ]

    def __str__(self) -> str:
        return f"Séquence {self.rang} du plan {self.plan_id}"


class BilanFormation(models.Model):
    """What was done: the real days, hours and cost, as the employer says, then as the officer keeps them.

    ``envoye_le`` empty: still being written. No name of a person is asked for.
    """

    demande = models.OneToOneField(DemandeAide, models.PROTECT, related_name="bilan")
    debut = models.DateField("premier jour", null=True, blank=True)
    fin = models.DateField("dernier jour", null=True, blank=True)
    heures = models.DecimalField(
        "heures faites", max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    # Euros, net of VAT, as invoiced; ``autre_montant`` is the share of it that somebody else paid.
    cout = models.DecimalField(
        "coût facturé", max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    autre_montant = models.DecimalField(
        "payé par un autre financeur", max_digits=9, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    contrat_en_cours = models.BooleanField("la personne est toujours en poste", null=True, blank=True)
    contrat_fini_le = models.DateField("contrat fini le", null=True, blank=True)
    deroulement = models.TextField("déroulement", max_length=TEXTE_MAX, blank=True)
    acquis = models.TextField("ce que la personne sait faire", max_length=TEXTE_MAX, blank=True)
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    envoye_le = models.DateTimeField("envoyé le", null=True, blank=True)
    modifie_le = models.DateTimeField("modifié le", auto_now=True)
    # What the proofs allow to count, when it is not what was declared, and why.
    heures_retenues = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    cout_retenu = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    motif_ecart = models.CharField("motif de l’écart", max_length=300, blank=True)

    class Meta:
        verbose_name = "bilan de formation"
        verbose_name_plural = "bilans de formation"
        constraints = [
            models.CheckConstraint(
                name="bilan_aide_fin_apres_debut", condition=Q(debut=None) | Q(fin=None) | Q(fin__gte=F("debut"))
            ),
        ]

    def __str__(self) -> str:
        return f"Bilan de la demande {self.demande_id}"
