"""What France Travail's BMO survey says of needs. It supports an intention, it never replaces one (FAQ §1)."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from referentiels.models.nomenclatures import Metier
from referentiels.models.territoire import Departement


class BesoinEnquete(models.Model):
    """One line of the survey. An empty number is a statistical secret, not a zero."""

    annee = models.PositiveSmallIntegerField("année")
    code_metier = models.CharField("métier BMO", max_length=8)
    metier = models.CharField("métier", max_length=160)
    departement = models.ForeignKey(Departement, models.PROTECT, related_name="+", verbose_name="département")
    code_bassin = models.CharField(max_length=8)
    bassin = models.CharField(max_length=80)
    projets = models.PositiveIntegerField(null=True, blank=True)
    difficiles = models.PositiveIntegerField(null=True, blank=True)
    saisonniers = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = "besoin de l’enquête BMO"
        verbose_name_plural = "besoins de l’enquête BMO"
        constraints = [
            models.UniqueConstraint(
                fields=["annee", "code_metier", "code_bassin"], name="un_besoin_par_metier_bassin_annee"
            )
        ]
        indexes = [models.Index(fields=["departement", "annee", "code_metier"], name="besoin_par_departement_annee")]

    def __str__(self) -> str:
        return f"{self.metier}, {self.bassin}, {self.annee}"


class CorrespondanceFap(models.Model):
    """A job of the survey (FAP) and a ROME job that are the same work, or were found not to be.

    The official table comes from its file, the rest from officers. A likeness of names is never one by itself.
    """

    class Source(models.TextChoices):
        OFFICIELLE = "officielle", "Table officielle"
        AGENT = "agent", "Agent de la Région"

    code_metier = models.CharField("métier BMO", max_length=8)
    metier = models.ForeignKey(Metier, models.PROTECT, related_name="+", verbose_name="métier ROME")
    # False: an officer looked and said no, so that it is not suggested again.
    retenue = models.BooleanField("même métier", default=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.OFFICIELLE)

    class Meta:
        verbose_name = "correspondance BMO – ROME"
        verbose_name_plural = "correspondances BMO – ROME"
        constraints = [
            models.UniqueConstraint(fields=["code_metier", "metier"], name="une_correspondance_par_couple"),
        ]
        indexes = [models.Index(fields=["metier", "code_metier"], name="correspondance_par_metier")]

    def __str__(self) -> str:
        return f"{self.code_metier} – {self.metier_id}"


class ImportEnquete(models.Model):
    """A file of the survey sent by an officer: read first, then written or thrown away. It holds no personal data."""

    nom_fichier = models.CharField("fichier", max_length=120)
    fichier = models.FileField(upload_to="enquetes/%Y/%m", max_length=200, blank=True)
    # The year the officer gave, for a file that does not say it.
    annee = models.PositiveSmallIntegerField("année", null=True, blank=True)
    depose_le = models.DateTimeField("déposé le")
    importe_le = models.DateTimeField("importé le", null=True, blank=True)
    # What was written, in rows; empty until then.
    resultat = models.JSONField(encoder=DjangoJSONEncoder, default=dict, blank=True)

    class Meta:
        verbose_name = "import de l’enquête BMO"
        verbose_name_plural = "imports de l’enquête BMO"
        ordering = ["-depose_le", "-pk"]

    def __str__(self) -> str:
        return self.nom_fichier
