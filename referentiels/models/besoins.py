"""What France Travail's BMO survey says of needs. It supports an intention, it never replaces one (FAQ §1)."""

from django.db import models

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

    def __str__(self) -> str:
        return f"{self.metier}, {self.bassin}, {self.annee}"
