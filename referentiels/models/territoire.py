"""Where things are: départements, communes, EPCI, and the territoires EFOP once the Région's file is imported."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from referentiels.models.normalise import TexteNormalise


class Departement(models.Model):
    code = models.CharField(max_length=3, primary_key=True)
    nom = models.CharField(max_length=60)
    nom_region = models.CharField("région", max_length=60, blank=True)
    dans_region = models.BooleanField("dans la région", default=False)
    limitrophe = models.BooleanField("limitrophe de la région", default=False)

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.nom} ({self.code})"


class Epci(models.Model):
    code_siren = models.CharField("SIREN", max_length=9, primary_key=True)
    nom = models.CharField(max_length=120)

    class Meta:
        verbose_name = "EPCI"
        verbose_name_plural = "EPCI"
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom


class TerritoireEfop(models.Model):
    """One of the 18 territories of the Région (PLAN 38-40). Names and perimeters come from the Région's open data."""

    code = models.CharField(max_length=40, primary_key=True)
    nom = models.CharField(max_length=120)
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, blank=True, related_name="territoires")

    class Meta:
        verbose_name = "territoire EFOP"
        verbose_name_plural = "territoires EFOP"
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom


class Commune(models.Model):
    code_insee = models.CharField("code Insee", max_length=5, primary_key=True)
    nom = models.CharField(max_length=80)
    # Lower case, no accent: PostgreSQL's C locale sorts É after Z, and people type « saint herblain ».
    nom_normalise = TexteNormalise(source="nom", max_length=120)
    codes_postaux = models.CharField("codes postaux", max_length=120, blank=True)
    departement = models.ForeignKey(Departement, models.PROTECT, related_name="communes")
    epci = models.ForeignKey(Epci, models.PROTECT, null=True, blank=True, related_name="communes")
    territoire = models.ForeignKey(TerritoireEfop, models.PROTECT, null=True, blank=True, related_name="communes")
    # Insee's arrondissement: the nearest thing to « within reach » that the reference data knows beyond the EPCI.
    arrondissement = models.CharField(max_length=4, blank=True)
    population = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "commune"
        ordering = ["nom_normalise", "code_insee"]
        indexes = [
            models.Index(fields=["nom_normalise", "code_insee"], name="commune_par_nom"),
            GinIndex(fields=["nom_normalise"], opclasses=["gin_trgm_ops"], name="commune_recherche"),
        ]

    def __str__(self) -> str:
        return f"{self.nom} ({self.code_postal})" if self.code_postal else self.nom

    @property
    def code_postal(self) -> str:
        """The first of its postal codes, or an empty string."""
        return self.codes_postaux.partition("|")[0]


class CommuneDeleguee(models.Model):
    """A former commune, whose name people still use, and the one it belongs to now."""

    code_insee = models.CharField("code Insee", max_length=5, primary_key=True)
    nom = models.CharField(max_length=80)
    nom_normalise = TexteNormalise(source="nom", max_length=120)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="deleguees")

    class Meta:
        verbose_name = "commune déléguée"
        verbose_name_plural = "communes déléguées"
        ordering = ["nom_normalise", "code_insee"]

    def __str__(self) -> str:
        return self.nom
