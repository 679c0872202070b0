"""The Région's schemes, and their neighbours: what the catalogue shows and where a refused need is sent."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from noyau.traces import tracer


@tracer
class Dispositif(models.Model):
    """A scheme: before, at or after hiring, for whom, what, with whom, where to go (PRES, « Programme Région 2024 »).

    Texts may hold the code of a dated value between braces, « {pef_plafond} »: it is read on the day the page is
    shown, so that no amount is written twice. ``corrige_le``: when an officer last wrote it; from then on
    ``charger_referentiels`` leaves it alone. No personal data; every change is kept by the database.
    """

    class Famille(models.TextChoices):
        PREPA = "prepa", "Se préparer : les formations PRÉPA"
        EMPLOI = "emploi", "Se former pour un emploi"
        CPF = "cpf", "Compléter le compte formation (CPF) d’un demandeur d’emploi"
        SANITAIRE_SOCIAL = "sanitaire_social", "Se former aux métiers du sanitaire et du social"
        APPRENTISSAGE = "apprentissage", "Soutenir l’apprentissage"
        ENTREPRENDRE = "entreprendre", "Créer ou reprendre une entreprise"
        SALARIES = "salaries", "Développer les compétences des salariés"
        SPECIFIQUES = "specifiques", "Former des publics spécifiques"
        APPUIS = "appuis", "Trouver un autre appui"

    class Moment(models.TextChoices):
        AVANT = "avant", "Avant l’embauche"
        PENDANT = "pendant", "À l’embauche"
        APRES = "apres", "Après l’embauche"

    class Public(models.TextChoices):
        EMPLOYEUR = "employeur", "Employeur"
        DEMANDEUR = "demandeur", "Demandeur d’emploi"
        SALARIE = "salarie", "Salarié"
        ORGANISME = "organisme", "Organisme de formation"

    code = models.SlugField(max_length=40, primary_key=True)
    nom = models.CharField(max_length=120)
    famille = models.CharField(max_length=20, choices=Famille)
    moments = ArrayField(models.CharField(max_length=10, choices=Moment), verbose_name="moments")
    publics = ArrayField(models.CharField(max_length=10, choices=Public), verbose_name="publics")
    pour_qui = models.CharField("pour qui", max_length=400)
    quoi = models.CharField("quoi", max_length=600)
    avec_qui = models.CharField("avec qui", max_length=300, blank=True)
    ou = models.CharField("où s’adresser", max_length=160)
    lien = models.URLField("adresse du site", max_length=300)
    site = models.CharField("nom du site", max_length=80)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    # What no source settles: the page says it, and invents nothing.
    a_preciser = models.CharField("ce que les sources ne fixent pas", max_length=200, blank=True)
    parametres = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, verbose_name="valeurs datées montrées à côté"
    )
    source = models.CharField(max_length=200)
    ordre = models.PositiveSmallIntegerField(default=0)
    actif = models.BooleanField("montré au public", default=True)
    corrige_le = models.DateTimeField("corrigé le", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "dispositif"
        ordering = ["ordre", "code"]
        constraints = [
            models.CheckConstraint(
                name="dispositif_dit_quand_et_pour_qui",
                condition=Q(moments__len__gt=0, publics__len__gt=0),
                violation_error_message="Dites au moins un moment et un public.",
            ),
            models.CheckConstraint(name="dispositif_cite_sa_source", condition=~Q(source="")),
        ]

    def __str__(self) -> str:
        return self.nom
