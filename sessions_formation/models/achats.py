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

# The trigger by which PostgreSQL refuses an order over its lot's maximum, whoever asks (S-PLAFOND, FAQ §8). The lot is
# is locked: two orders on its last euros are counted one after the other. Taking off is never refused. The maximum is
# that of the day of the order.
PLAFOND_DU_LOT = pgtrigger.Trigger(
    name="plafond_du_lot",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.montant > 0"),
    declare=[("le_lot", "BIGINT"), ("commande", "NUMERIC"), ("maximum", "NUMERIC")],
    func="""
        IF TG_TABLE_NAME = 'sessions_formation_composante' THEN
            SELECT lot_id INTO le_lot FROM sessions_formation_bondecommande WHERE id = NEW.bon_id;
        ELSE
            SELECT b.lot_id INTO le_lot FROM sessions_formation_bondecommande b
            JOIN sessions_formation_composante c ON c.bon_id = b.id WHERE c.id = NEW.composante_id;
        END IF;
        SELECT montant_max INTO maximum FROM sessions_formation_lot WHERE id = le_lot FOR NO KEY UPDATE;
        SELECT COALESCE((
            SELECT b.montant_max FROM sessions_formation_borneslot b
            WHERE b.lot_id = le_lot AND b.depuis <= (now() AT TIME ZONE 'Europe/Paris')::date
            ORDER BY b.depuis DESC LIMIT 1
        ), maximum) INTO maximum;
        SELECT COALESCE((
            SELECT SUM(c.montant) FROM sessions_formation_composante c
            JOIN sessions_formation_bondecommande b ON b.id = c.bon_id WHERE b.lot_id = le_lot
        ), 0) + COALESCE((
            SELECT SUM(m.montant) FROM sessions_formation_mouvement m
            JOIN sessions_formation_composante c ON c.id = m.composante_id
            JOIN sessions_formation_bondecommande b ON b.id = c.bon_id WHERE b.lot_id = le_lot
        ), 0) INTO commande;
        IF commande > maximum THEN
            RAISE EXCEPTION 'Le maximum du lot serait dépassé : % € commandés pour % € au plus.', commande, maximum
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)


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
    """The line that orders one session. A photograph: it never changes (an amendment adds a ``Mouvement``)."""

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
        triggers = [
            pgtrigger.Protect(name="photographie", operation=pgtrigger.Update | pgtrigger.Delete),
            PLAFOND_DU_LOT,
        ]
        constraints = [
            models.UniqueConstraint(fields=["bon", "rang"], name="un_rang_par_bon"),
            models.CheckConstraint(
                name="composante_montant_exact",
                # The price first: PostgreSQL multiplies two smallints as one, which ends at 32 767.
                condition=Q(montant=F("prix_heure") * F("parcours") * F("heures")),
            ),
            models.CheckConstraint(name="composante_positive", condition=Q(montant__gt=Decimal(0))),
        ]

    def __str__(self) -> str:
        return f"{self.bon} / {self.rang}"
