"""What changes an order once it is placed: amendments, their movements on composantes, and the requests for them."""

from decimal import Decimal

import pgtrigger
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from comptes import acces
from comptes.models import Utilisateur
from noyau.automates import ModeleAutomate
from referentiels.regles.constats import Verdict
from sessions_formation.automates import DEMANDE_AVENANT
from sessions_formation.enums import NatureAvenant, StatutDemandeAvenant
from sessions_formation.models.achats import PLAFOND_DU_LOT, BonDeCommande, Composante
from sessions_formation.models.sessions import Session


class DemandeAvenantQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """Those on the sessions the person sees."""
        if acces.est_agent(utilisateur):
            return self
        return self.filter(session__in=Session.objects.visibles_pour(utilisateur).values("pk"))

    def modifiables_par(self, utilisateur: Utilisateur):
        """Those of the person's own training body."""
        return self.filter(session__organisme__in=acces.organismes_de(utilisateur))

    def a_decider(self):
        """What waits for an officer, in order of arrival."""
        return self.filter(statut=StatutDemandeAvenant.DEPOSEE).order_by("deposee_le", "pk")


class DemandeAvenant(ModeleAutomate):
    """What a training body asks on a session already ordered: more parcours, more hours, its cancellation.

    Same rules as a first request, on the parcours and hours asked in addition. No personal data but its author.
    """

    automate = DEMANDE_AVENANT

    session = models.ForeignKey(Session, models.PROTECT, related_name="demandes_avenant")
    nature = models.CharField(max_length=12, choices=NatureAvenant)
    statut = models.CharField(
        max_length=10, choices=StatutDemandeAvenant, default=StatutDemandeAvenant.DEPOSEE, editable=False
    )
    # Of how many trainees, and how many hours for each of them. Empty for a cancellation.
    parcours = models.PositiveSmallIntegerField(null=True, blank=True)
    heures = models.PositiveSmallIntegerField("heures de chacun", null=True, blank=True)
    prix_heure = models.DecimalField("prix de l’heure", max_digits=6, decimal_places=2, null=True, blank=True)
    entree = models.DateField("entrée le", null=True, blank=True)
    nouvelle_fin = models.DateField("nouvelle fin", null=True, blank=True)
    motif = models.TextField("pourquoi")
    demandeur = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    deposee_le = models.DateTimeField("déposée le")
    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict], blank=True)
    constats = models.JSONField(encoder=DjangoJSONEncoder, default=list, blank=True)
    jugee_le = models.DateField("jugée au", null=True, blank=True)

    objects = DemandeAvenantQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’avenant"
        verbose_name_plural = "demandes d’avenant"
        ordering = ["-deposee_le", "-pk"]
        triggers = [DEMANDE_AVENANT.garde()]
        indexes = [
            models.Index(fields=["deposee_le", "id"], condition=Q(statut="deposee"), name="demandes_avenant_file"),
            models.Index(fields=["session", "-deposee_le"], name="demandes_avenant_session"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "nature"],
                condition=Q(statut="deposee"),
                name="une_demande_de_chaque_a_la_fois",
                violation_error_message="Une demande de cette sorte attend déjà une réponse pour cette session.",
            ),
            models.CheckConstraint(
                name="demande_avenant_chiffree",
                condition=Q(nature="annulation", parcours=None, heures=None)
                | (Q(nature__in=["parcours", "heures"]) & Q(parcours__gte=1, heures__gte=1, prix_heure__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()}, {self.session}"

    @property
    def montant(self) -> Decimal | None:
        """Parcours × hours × price, in euros; None for a cancellation."""
        if None in (self.parcours, self.heures, self.prix_heure):
            return None
        return (self.parcours * self.heures * self.prix_heure).quantize(Decimal("0.01"))


class Avenant(models.Model):
    """An amendment to a bon de commande, numbered on it: BC-2026-00012-A1. A photograph: it never changes."""

    bon = models.ForeignKey(BonDeCommande, models.PROTECT, related_name="avenants")
    rang = models.PositiveSmallIntegerField()
    numero = models.CharField("numéro", max_length=26, unique=True)
    nature = models.CharField(max_length=12, choices=NatureAvenant)
    demande = models.OneToOneField(
        DemandeAvenant, models.PROTECT, null=True, blank=True, related_name="avenant", verbose_name="demande"
    )
    motif = models.TextField()
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    pris_le = models.DateTimeField("pris le")

    class Meta:
        verbose_name = "avenant"
        ordering = ["bon", "rang"]
        triggers = [pgtrigger.Protect(name="photographie", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [models.UniqueConstraint(fields=["bon", "rang"], name="un_avenant_par_rang_et_bon")]

    def __str__(self) -> str:
        return self.numero


class Mouvement(models.Model):
    """What an amendment adds to a composante, or takes from it: parcours, heures-stagiaires, euros (signed).

    Ordered on a composante: its own amount, plus that of its movements.
    """

    avenant = models.ForeignKey(Avenant, models.PROTECT, related_name="mouvements")
    composante = models.ForeignKey(Composante, models.PROTECT, related_name="mouvements")
    parcours = models.SmallIntegerField(default=0)
    heures = models.IntegerField("heures-stagiaires")
    prix_heure = models.DecimalField(max_digits=6, decimal_places=2)
    montant = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        verbose_name = "mouvement"
        ordering = ["avenant", "pk"]
        triggers = [
            pgtrigger.Protect(name="photographie", operation=pgtrigger.Update | pgtrigger.Delete),
            PLAFOND_DU_LOT,
        ]
        constraints = [
            # One per price: what is taken off a composante was ordered at several prices, when the lot's has changed.
            models.UniqueConstraint(
                fields=["avenant", "composante", "prix_heure"], name="un_mouvement_par_avenant_et_composante"
            ),
            models.CheckConstraint(name="mouvement_montant_exact", condition=Q(montant=F("heures") * F("prix_heure"))),
        ]

    def __str__(self) -> str:
        return f"{self.avenant}, composante {self.composante.rang}"
