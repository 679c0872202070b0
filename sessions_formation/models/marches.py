"""The public contract: groupements, their lots, prices, places (FAQ §2, §8, §9)."""

from datetime import date
from decimal import Decimal

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from comptes import acces
from comptes.models import Utilisateur
from noyau.traces import tracer
from referentiels.models import Certification, Commune, Departement, OrganismeFormation, Secteur
from referentiels.regles.typographie import montant
from sessions_formation.enums import RoleGroupement


class Groupement(models.Model):
    nom = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = "groupement"
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom


class MembreQuerySet(models.QuerySet):
    """A mandataire leads all the lots of its groupement, whatever is ticked beside it."""

    def sur(self, lot: "Lot"):
        """Who holds a lot: the members of its groupement, but those accepted for other lots only."""
        return self.filter(groupement=lot.groupement_id).filter(_tient(lot=lot))

    def tenant(self, lots: models.QuerySet):
        """Who holds one at least of these lots."""
        return self.filter(groupement__in=lots.values("groupement")).filter(_tient(lot__in=lots.values("pk")))


def _tient(**lot: object) -> Q:
    """The members that hold a lot of their groupement, once theirs is filtered."""
    limites = MembreGroupement.lots.through.objects.filter(membregroupement=models.OuterRef("pk"))
    return (
        Q(role=RoleGroupement.MANDATAIRE)
        | Q(~models.Exists(limites.values("pk")))
        | Q(models.Exists(limites.filter(**lot).values("pk")))
    )


@tracer
class MembreGroupement(models.Model):
    """A training body's place in a groupement. The mandataire receives every bon de commande (FAQ §9)."""

    groupement = models.ForeignKey(Groupement, models.PROTECT, related_name="membres")
    organisme = models.ForeignKey(OrganismeFormation, models.PROTECT, related_name="places")
    role = models.CharField("rôle", max_length=16, choices=RoleGroupement)
    # A sous-traitant is accepted lot by lot (FAQ §2, §9); none ticked means all the lots of the groupement.
    lots = models.ManyToManyField(
        "Lot", blank=True, related_name="membres_limites", verbose_name="pour ces lots seulement"
    )

    objects = MembreQuerySet.as_manager()

    class Meta:
        verbose_name = "membre du groupement"
        verbose_name_plural = "membres du groupement"
        ordering = ["groupement", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["groupement", "organisme"],
                name="un_role_par_organisme_et_groupement",
                violation_error_message="Cet organisme a déjà un rôle dans le groupement.",
            ),
            models.UniqueConstraint(
                fields=["groupement"],
                condition=Q(role="mandataire"),
                name="un_seul_mandataire",
                violation_error_message="Ce groupement a déjà un mandataire.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisme}, {self.get_role_display().lower()}"


class LotQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; for a training body, those of its groupements that it holds."""
        if acces.est_agent(utilisateur):
            return self
        membres = MembreGroupement.objects.filter(
            _tient(lot=models.OuterRef(models.OuterRef("pk"))),
            groupement=models.OuterRef("groupement"),
            organisme__in=acces.organismes_de(utilisateur),
        )
        return self.filter(models.Exists(membres))

    def ouverts(self, le: date):
        """Those whose validity holds ``le``."""
        return self.filter(debut__lte=le, fin__gte=le)


@tracer
class Lot(models.Model):
    numero = models.CharField("numéro", max_length=10)
    marche = models.CharField("marché", max_length=30)
    intitule = models.CharField("intitulé", max_length=160)
    groupement = models.ForeignKey(Groupement, models.PROTECT, related_name="lots")
    secteur = models.ForeignKey(Secteur, models.PROTECT, related_name="lots")
    departements = models.ManyToManyField(Departement, related_name="lots", verbose_name="départements")
    certifications = models.ManyToManyField(Certification, blank=True, related_name="lots")
    montant_min = models.DecimalField(
        "montant minimum", max_digits=12, decimal_places=2, default=Decimal(0), validators=[MinValueValidator(0)]
    )
    # Those of the contract's first day; ``BornesLot`` holds what amendments made of them since.
    montant_max = models.DecimalField("montant maximum", max_digits=12, decimal_places=2)
    agent = models.ForeignKey(
        Utilisateur, models.PROTECT, null=True, blank=True, related_name="lots_suivis", verbose_name="suivi par"
    )
    debut = models.DateField("début")
    fin = models.DateField()

    objects = LotQuerySet.as_manager()

    class Meta:
        verbose_name = "lot"
        ordering = ["marche", "numero", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["marche", "numero"], name="un_lot_par_marche_et_numero"),
            models.CheckConstraint(
                name="lot_min_sous_max",
                condition=Q(montant_min__lte=F("montant_max")),
                violation_error_message="Le minimum du lot dépasse son maximum.",
            ),
            models.CheckConstraint(
                name="lot_dates_ordonnees",
                condition=Q(debut__lt=F("fin")),
                violation_error_message="La fin du lot précède son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lot {self.numero}, {self.intitule}"


@tracer
class PrixLot(models.Model):
    """The price per heure-stagiaire of a lot, from a date on: for the whole groupement, every session (FAQ §8)."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="prix")
    depuis = models.DateField()
    prix_heure = models.DecimalField("prix de l’heure", max_digits=6, decimal_places=2)
    texte = models.CharField(max_length=200)

    class Meta:
        verbose_name = "prix du lot"
        verbose_name_plural = "prix du lot"
        ordering = ["lot", "-depuis"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "depuis"], name="un_prix_par_lot_et_jour"),
            models.CheckConstraint(name="prix_positif", condition=Q(prix_heure__gt=0)),
        ]
        triggers = [
            pgtrigger.Protect(
                name="prix_en_vigueur_fixe",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.depuis <= (now() AT TIME ZONE 'Europe/Paris')::date"),
            )
        ]

    def __str__(self) -> str:
        return f"{montant(self.prix_heure)} au {self.depuis:%d/%m/%Y}"


@tracer
class BornesLot(models.Model):
    """A lot's minimum and maximum from a date on, in euros, over its whole validity (CCP R2162-4; an amendment)."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="bornes")
    depuis = models.DateField()
    montant_min = models.DecimalField(
        "montant minimum", max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    montant_max = models.DecimalField("montant maximum", max_digits=12, decimal_places=2)
    texte = models.CharField(max_length=200)

    class Meta:
        verbose_name = "minimum et maximum datés"
        verbose_name_plural = "minimums et maximums datés"
        ordering = ["lot", "-depuis"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "depuis"], name="des_bornes_par_lot_et_jour"),
            models.CheckConstraint(
                name="bornes_min_sous_max",
                condition=Q(montant_min__gte=0, montant_min__lte=F("montant_max")),
                violation_error_message="Le minimum dépasse le maximum.",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="bornes_en_vigueur_fixes",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.depuis <= (now() AT TIME ZONE 'Europe/Paris')::date"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.montant_min} à {self.montant_max} € au {self.depuis:%d/%m/%Y}"


class LieuLot(models.Model):
    """A place where sessions of a lot may be held (FAQ §8)."""

    lot = models.ForeignKey(Lot, models.PROTECT, related_name="lieux")
    nom = models.CharField(max_length=120)
    commune = models.ForeignKey(Commune, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "lieu du lot"
        verbose_name_plural = "lieux du lot"
        ordering = ["lot", "nom"]
        constraints = [models.UniqueConstraint(fields=["lot", "nom", "commune"], name="un_lieu_une_fois_par_lot")]

    def __str__(self) -> str:
        return f"{self.nom}, {self.commune.nom}"


class Habilitation(models.Model):
    """A body of the groupement is habilitated to prepare for a certification (FAQ §7)."""

    organisme = models.ForeignKey(OrganismeFormation, models.PROTECT, related_name="habilitations")
    certification = models.ForeignKey(Certification, models.PROTECT, related_name="habilitations")
    fin = models.DateField("valable jusqu’au", null=True, blank=True)

    class Meta:
        verbose_name = "habilitation"
        constraints = [
            models.UniqueConstraint(fields=["organisme", "certification"], name="une_habilitation_par_certification")
        ]

    def __str__(self) -> str:
        return f"{self.organisme} pour {self.certification_id}"
