"""What is noted of a parcours while it goes: employers' opinions, interruptions, modules, adaptations, notes."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from comptes.models import Utilisateur
from parcours.enums import Avis, MotifInterruption, TypeAmenagement
from referentiels.models import Employeur
from sessions_formation.models import Parcours
from sessions_formation.models.parcours import Periode


class AvisEmployeur(models.Model):
    """What an employer thinks of a person met at the information collective or in immersion. One per employer and
    parcours, changed until the admission. ``commentaire`` is personal data: emptied with the person's file."""

    parcours = models.ForeignKey(Parcours, models.PROTECT, related_name="avis_employeurs")
    employeur = models.ForeignKey(Employeur, models.PROTECT, related_name="avis_donnes")
    avis = models.CharField(max_length=12, choices=Avis)
    commentaire = models.TextField(blank=True, max_length=1000)
    par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    le = models.DateTimeField()

    class Meta:
        verbose_name = "avis d’employeur"
        verbose_name_plural = "avis d’employeurs"
        ordering = ["-le", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["parcours", "employeur"], name="un_avis_par_employeur_et_parcours")
        ]

    def __str__(self) -> str:
        return f"Avis {self.get_avis_display().lower()} de {self.employeur}"


class Interruption(models.Model):
    """Days on which a training stops for one person; ``fin`` (last day away) unknown while it lasts."""

    parcours = models.ForeignKey(Parcours, models.PROTECT, related_name="interruptions")
    debut = models.DateField("début")
    fin = models.DateField(null=True, blank=True)
    motif = models.CharField("raison", max_length=12, choices=MotifInterruption)
    declaree_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    declaree_le = models.DateTimeField()

    class Meta:
        verbose_name = "interruption"
        ordering = ["debut", "pk"]
        constraints = [
            models.CheckConstraint(
                name="interruption_fin_apres_debut", condition=Q(fin=None) | Q(fin__gte=F("debut"))
            ),
            ExclusionConstraint(
                name="une_interruption_a_la_fois",
                expressions=[
                    ("parcours", RangeOperators.EQUAL),
                    (Periode("debut", "fin", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Une interruption couvre déjà ces jours.",
            ),
        ]

    def __str__(self) -> str:
        return f"Interruption du {self.debut:%d/%m/%Y}"


class ModuleParcours(models.Model):
    """One module of an individual programme: hours are individual (FAQ §5, §7)."""

    parcours = models.ForeignKey(Parcours, models.PROTECT, related_name="modules")
    rang = models.PositiveSmallIntegerField()
    intitule = models.CharField("intitulé", max_length=160)
    heures = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = "module"
        ordering = ["rang"]
        constraints = [
            models.UniqueConstraint(fields=["parcours", "rang"], name="un_module_par_rang"),
            models.CheckConstraint(name="module_a_des_heures", condition=Q(heures__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.intitule}, {self.heures} h"


class Amenagement(models.Model):
    """What is arranged for a person, and whether the obligation d'emploi applies: disability status.

    Its own table so that no list, export or log can meet it by accident: read on one page, by who follows the person
    and by the training body, and each reading is journalled. Neither certificate nor medical word is kept: only that a
    proof was seen, and when. Erased with the person's file.
    """

    parcours = models.OneToOneField(Parcours, models.PROTECT, related_name="amenagement")
    boe = models.BooleanField("bénéficiaire de l’obligation d’emploi", default=False)
    preuve_vue_le = models.DateField("justificatif vu le", null=True, blank=True)
    mesures = ArrayField(models.CharField(max_length=12, choices=TypeAmenagement), default=list, blank=True)
    saisi_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    saisi_le = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "aménagement"
        # Given to no group: an officer who must read one asks for it, and each reading is kept.
        permissions = [("voir_amenagement", "Peut lire les besoins d’aménagement")]

    def __str__(self) -> str:
        return f"Aménagement du parcours {self.parcours_id}"


class NoteParcours(models.Model):
    """What somebody wrote about a person beside an act: the only free text about a person that is kept, emptied with
    its file, never copied into the journal."""

    parcours = models.ForeignKey(Parcours, models.PROTECT, related_name="notes")
    texte = models.TextField(max_length=1000)
    par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    qualite = models.CharField("qualité", max_length=160, blank=True)
    le = models.DateTimeField()

    class Meta:
        verbose_name = "note"
        ordering = ["-le", "-pk"]

    def __str__(self) -> str:
        return f"Note du {self.le:%d/%m/%Y}"
