"""What a training body's invoices say of it, beside what ``referentiels`` knows."""

from django.db import models
from django.db.models import Q

from comptes import acces
from comptes.models import Utilisateur
from factures.enums import RegimeTva
from noyau.traces import tracer
from referentiels.models import OrganismeFormation


class EmetteurQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; for a training body, its own."""
        if acces.est_agent(utilisateur):
            return self
        return self.filter(organisme__in=acces.constantes(acces.organismes_de(utilisateur)))


@tracer
class EmetteurFactures(models.Model):
    """How a training body invoices: its VAT, its bank account, whom to ask. Every change is kept by the database: a
    bank account that changes is how invoices are stolen.

    ``numero_tva`` empty: the body has none (exempt). Kept ten years after the last payment (public accounts).
    """

    organisme = models.OneToOneField(OrganismeFormation, models.PROTECT, related_name="emetteur")
    regime_tva = models.CharField("TVA", max_length=10, choices=RegimeTva, default=RegimeTva.EXONERE)
    attestation_le = models.DateField("attestation d’exonération du", null=True, blank=True)
    numero_tva = models.CharField("numéro de TVA", max_length=15, blank=True)
    forme_juridique = models.CharField("forme juridique et capital", max_length=120, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    titulaire = models.CharField("titulaire du compte", max_length=120, blank=True)
    service = models.CharField("service à joindre", max_length=120, blank=True)
    courriel = models.EmailField("courriel de facturation", blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    modifie_le = models.DateTimeField("modifié le", auto_now=True)

    objects = EmetteurQuerySet.as_manager()

    class Meta:
        verbose_name = "fiche de facturation"
        verbose_name_plural = "fiches de facturation"
        ordering = ["organisme"]
        constraints = [
            models.CheckConstraint(
                name="assujetti_a_un_numero_de_tva",
                condition=~Q(regime_tva="assujetti") | ~Q(numero_tva=""),
                violation_error_message="Un organisme assujetti à la TVA écrit son numéro de TVA.",
            )
        ]

    def __str__(self) -> str:
        return f"Facturation de {self.organisme}"
