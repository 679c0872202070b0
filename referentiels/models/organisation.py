"""Who acts: establishments, training bodies, members of the Réseau pour l'emploi, Opcos.

Public facts about organisations, kept as long as a file refers to them; people are in ``comptes``.
"""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models

from referentiels.models.normalise import TexteNormalise
from referentiels.models.territoire import Commune, Departement
from referentiels.regles.siret import siret_valide


def valider_siret(valeur: str) -> None:
    """Refuse a SIRET whose key is wrong (La Poste's exception included)."""
    if not siret_valide(valeur):
        raise ValidationError("Ce numéro SIRET n’existe pas : vérifiez ses 14 chiffres.", code="siret")


class Organisation(models.Model):
    siret = models.CharField("SIRET", max_length=14, unique=True, validators=[valider_siret])
    nom = models.CharField(max_length=160)
    adresse = models.CharField(max_length=160, blank=True)
    code_postal = models.CharField(max_length=5, blank=True)
    ville = models.CharField(max_length=80, blank=True)
    departement = models.ForeignKey(Departement, models.PROTECT, related_name="+", verbose_name="département")
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.nom


class Employeur(Organisation):
    """An establishment that hires, public or private."""

    naf = models.CharField("code NAF", max_length=6, blank=True)
    public = models.BooleanField("employeur public", default=False)
    siae = models.BooleanField("structure d’insertion (SIAE)", null=True, blank=True)
    etti = models.BooleanField("entreprise de travail temporaire d’insertion (ETTI)", null=True, blank=True)
    effectif = models.PositiveIntegerField(null=True, blank=True)
    # Told by Sirene when the look-up is on; a closed establishment is a signal for officers, never a refusal.
    ferme_le = models.DateField("fermé le", null=True, blank=True)

    class Meta:
        verbose_name = "employeur"
        ordering = ["nom", "pk"]
        indexes = [models.Index(fields=["nom", "id"], name="employeur_par_nom")]


class OrganismeFormation(Organisation):
    """A training body. Qualiopi and the NDA belong to the legal entity (CT L6316-1, L6351-1)."""

    nda = models.CharField("numéro de déclaration d’activité", max_length=11, blank=True)
    qualiopi = models.BooleanField("certifié Qualiopi", default=False)
    dirigeant = models.CharField("destinataire des lettres", max_length=120, blank=True)
    courriel = models.EmailField("courriel", blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    # What the public directory is searched and sorted by.
    nom_normalise = TexteNormalise(source="nom", max_length=240)

    class Meta:
        verbose_name = "organisme de formation"
        verbose_name_plural = "organismes de formation"
        ordering = ["nom", "pk"]
        indexes = [
            models.Index(fields=["nom_normalise", "id"], name="organisme_par_nom"),
            GinIndex(fields=["nom_normalise"], opclasses=["gin_trgm_ops"], name="organisme_recherche"),
        ]


class StructureReseau(models.Model):
    """A member of the Réseau pour l'emploi: its agency or branch, with the départements it covers."""

    class Nature(models.TextChoices):
        FRANCE_TRAVAIL = "france_travail", "France Travail"
        MISSION_LOCALE = "mission_locale", "Mission locale"
        CAP_EMPLOI = "cap_emploi", "Cap emploi"
        DEPARTEMENT = "departement", "Département"

    nature = models.CharField(max_length=20, choices=Nature)
    nom = models.CharField(max_length=160)
    departements = models.ManyToManyField(Departement, related_name="structures")
    courriel = models.EmailField("courriel", blank=True)

    class Meta:
        verbose_name = "structure du Réseau pour l’emploi"
        verbose_name_plural = "structures du Réseau pour l’emploi"
        ordering = ["nom", "pk"]

    def __str__(self) -> str:
        return self.nom


class Opco(models.Model):
    code = models.CharField(max_length=4, primary_key=True)
    nom = models.CharField(max_length=80)
    siren = models.CharField("SIREN", max_length=9, blank=True)

    class Meta:
        verbose_name = "opérateur de compétences"
        verbose_name_plural = "opérateurs de compétences"
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom
