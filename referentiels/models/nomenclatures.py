"""The codes the scheme speaks in, and the dated values its rules decide by."""

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from referentiels.models.normalise import TexteNormalise


class Secteur(models.Model):
    """A professional sector. Under tension (FAQ §2) from a date, and until one when the Région says so."""

    code = models.SlugField(max_length=40, primary_key=True)
    libelle = models.CharField("libellé", max_length=100)
    ordre = models.PositiveSmallIntegerField(default=0)
    tension_depuis = models.DateField("en tension depuis", null=True, blank=True)
    tension_jusqu_au = models.DateField("en tension jusqu’au", null=True, blank=True)
    cas_par_cas = models.BooleanField("au cas par cas", default=False)
    domaines_rome = models.CharField("domaines et codes ROME proposés", max_length=300, blank=True)

    class Meta:
        verbose_name = "secteur"
        ordering = ["ordre", "code"]
        constraints = [
            models.CheckConstraint(
                name="secteur_tension_bornes_dans_l_ordre",
                condition=models.Q(tension_jusqu_au__isnull=True)
                | models.Q(tension_depuis__isnull=False, tension_jusqu_au__gte=models.F("tension_depuis")),
                violation_error_message="La tension finit après avoir commencé : vérifiez les deux dates.",
            )
        ]

    def __str__(self) -> str:
        return self.libelle


class Metier(models.Model):
    """A ROME 4.0 job: a letter and four digits."""

    code_rome = models.CharField("code ROME", max_length=5, primary_key=True)
    libelle = models.CharField("libellé", max_length=200)
    libelle_normalise = TexteNormalise(source="libelle", max_length=240)
    domaine = models.CharField("domaine", max_length=3, db_index=True)
    secteurs = models.ManyToManyField(Secteur, blank=True, related_name="metiers")

    class Meta:
        verbose_name = "métier"
        ordering = ["libelle_normalise", "code_rome"]
        indexes = [
            models.Index(fields=["libelle_normalise", "code_rome"], name="metier_par_libelle"),
            GinIndex(fields=["libelle_normalise"], opclasses=["gin_trgm_ops"], name="metier_recherche"),
        ]

    def __str__(self) -> str:
        return self.libelle


class Certification(models.Model):
    """A certification of the RNCP or of the Répertoire spécifique (FAQ §4)."""

    code = models.CharField(max_length=12, primary_key=True)
    intitule = models.CharField("intitulé", max_length=700)
    niveau = models.CharField(max_length=2, blank=True)
    active = models.BooleanField(default=True)
    fin_enregistrement = models.DateField("fin d’enregistrement", null=True, blank=True)

    class Meta:
        verbose_name = "certification"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.intitule} ({self.code})"


class Parametre(models.Model):
    """A value a rule decides by, from a date on, with the text it comes from. Never changed once in force.

    `saisi_par` is the officer's name as it was then; empty for what `charger_referentiels` wrote.
    """

    code = models.CharField("paramètre", max_length=40)
    depuis = models.DateField("en vigueur depuis")
    valeur = models.DecimalField(max_digits=12, decimal_places=4)
    texte = models.CharField("texte", max_length=300)
    saisi_le = models.DateTimeField("saisi le", auto_now_add=True)
    saisi_par = models.CharField("saisi par", max_length=160, blank=True, editable=False)

    class Meta:
        verbose_name = "paramètre des règles"
        verbose_name_plural = "paramètres des règles"
        ordering = ["code", "-depuis"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "depuis"],
                name="une_valeur_par_parametre_et_jour",
                violation_error_message="Ce paramètre a déjà une valeur qui commence ce jour-là.",
            ),
            models.CheckConstraint(name="parametre_cite_son_texte", condition=~models.Q(texte="")),
        ]
        # Files of the past are judged by the law of their day: the database itself keeps that law as it was.
        triggers = [
            pgtrigger.Protect(
                name="en_vigueur_ne_change_plus",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.depuis <= (now() AT TIME ZONE 'Europe/Paris')::date"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} au {self.depuis:%d/%m/%Y}"
