"""What the Région orders: bons de commande and their composantes (FAQ §7, §9)."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q

from comptes import acces
from comptes.models import Utilisateur
from referentiels.models import OrganismeFormation
from sessions_formation.models.marches import Lot
from sessions_formation.models.sessions import Session


class BonQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; for a training body, those addressed to it as mandataire."""
        if acces.est_agent(utilisateur):
            return self
        return self.filter(mandataire__in=acces.organismes_de(utilisateur))


class BonDeCommande(models.Model):
    """A purchase order on a lot, always addressed to the mandataire.

    *(choice)* One per lot and year, to which every authorised session adds a composante: a month's invoice gathers
    the composantes of one bon de commande (FAQ §7).
    """

    numero = models.CharField("numéro", max_length=20, unique=True)
    annee = models.PositiveSmallIntegerField("année")
    rang = models.PositiveIntegerField()
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="bons")
    mandataire = models.ForeignKey(OrganismeFormation, models.PROTECT, related_name="bons_recus")
    emis_le = models.DateTimeField("émis le")

    objects = BonQuerySet.as_manager()

    class Meta:
        verbose_name = "bon de commande"
        verbose_name_plural = "bons de commande"
        ordering = ["-annee", "-rang"]
        constraints = [
            models.UniqueConstraint(fields=["annee", "rang"], name="un_bon_par_rang_et_annee"),
            models.UniqueConstraint(fields=["lot", "annee"], name="un_bon_par_lot_et_annee"),
        ]

    def __str__(self) -> str:
        return self.numero


class Composante(models.Model):
    """The line that orders one session. A photograph: it never changes (an amendment is a new line)."""

    bon = models.ForeignKey(BonDeCommande, models.PROTECT, related_name="composantes")
    rang = models.PositiveSmallIntegerField()
    session = models.OneToOneField(Session, models.PROTECT, related_name="composante")
    parcours = models.PositiveSmallIntegerField()
    heures = models.PositiveSmallIntegerField()
    prix_heure = models.DecimalField(max_digits=6, decimal_places=2)
    montant = models.DecimalField(max_digits=12, decimal_places=2)
    ajoutee_le = models.DateTimeField()

    class Meta:
        verbose_name = "composante"
        ordering = ["bon", "rang"]
        triggers = [pgtrigger.Protect(name="photographie", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(fields=["bon", "rang"], name="un_rang_par_bon"),
            models.CheckConstraint(
                name="composante_montant_exact",
                condition=Q(montant=F("parcours") * F("heures") * F("prix_heure")),
            ),
            models.CheckConstraint(name="composante_positive", condition=Q(montant__gt=Decimal(0))),
        ]

    def __str__(self) -> str:
        return f"{self.bon} / {self.rang}"
