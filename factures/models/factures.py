"""The monthly invoice of a bon de commande, and the avoir that corrects it (FAQ §7; domaine.md §5)."""

from decimal import Decimal

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from comptes import acces
from comptes.models import Utilisateur
from factures.automates import FACTURE
from factures.enums import Controle, NatureFacture, ServiceFait, StatutFacture
from factures.models.envois import EnvoiFinances
from factures.models.gardes import FACTURE_FIGEE, FACTURE_GARDEE, JAMAIS_PLUS_QUE_COMMANDE, lignes_figees
from noyau.automates import ModeleAutomate
from referentiels.models import OrganismeFormation
from sessions_formation.models import BonDeCommande, Composante, Parcours

ZERO = Decimal("0.00")


def _euros(nom: str) -> models.DecimalField:
    return models.DecimalField(nom, max_digits=12, decimal_places=2, default=ZERO)


class FactureQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; for a training body those it issues, as mandataire."""
        if acces.est_agent(utilisateur):
            return self
        return self.filter(emetteur__in=acces.constantes(acces.organismes_de(utilisateur)))

    def emises(self):
        """Those that count: numbered, never changed since."""
        return self.exclude(statut=StatutFacture.PROJET)

    def sans_contenu(self):
        """Without the frozen facts and the XML: tens of kilobytes a row, which its files alone read."""
        return self.defer("faits", "xml", "corrige__faits", "corrige__xml")

    def pour_liste(self):
        """With what a list shows, in one query."""
        return self.select_related("emetteur", "bon__lot", "corrige").sans_contenu()


class Facture(ModeleAutomate):
    """One per bon de commande (so per lot) and month; ``mois`` is its first day. Or the avoir that corrects one.

    A draft (``projet``) is prepared by the system and may be prepared again. Issued, it is a photograph: ``numero``
    (without gaps per issuer and year, invoices and avoirs in one series), ``faits`` (names, addresses, terms as they
    were), ``xml`` (Factur-X) and lines never change; a mistake is an avoir, with its reason. An avoir's quantities and
    amounts are stored negative, so that what is invoiced is a plain sum. Names no trainee. Kept ten years (C. com.
    L123-22).
    """

    automate = FACTURE

    nature = models.CharField(max_length=8, choices=NatureFacture, default=NatureFacture.FACTURE)
    statut = models.CharField(max_length=14, choices=StatutFacture, default=StatutFacture.PROJET, editable=False)
    # Null, so that drafts are no twins.
    numero = models.CharField("numéro", max_length=20, null=True, blank=True, editable=False)  # noqa: DJ001
    annee = models.PositiveSmallIntegerField("année", null=True, blank=True, editable=False)
    rang = models.PositiveIntegerField(null=True, blank=True, editable=False)
    emetteur = models.ForeignKey(OrganismeFormation, models.PROTECT, related_name="factures", verbose_name="émise par")
    bon = models.ForeignKey(BonDeCommande, models.PROTECT, related_name="factures", verbose_name="bon de commande")
    mois = models.DateField("mois")
    corrige = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="avoirs", verbose_name="corrige"
    )
    motif = models.TextField("raison de l’avoir", blank=True, max_length=500)
    emise_le = models.DateField("émise le", null=True, blank=True, editable=False)
    echeance = models.DateField("à payer le", null=True, blank=True, editable=False)
    montant_ht = _euros("montant hors taxe")
    taux_tva = models.DecimalField("taux de TVA", max_digits=5, decimal_places=4, default=ZERO)
    montant_tva = _euros("TVA")
    montant_ttc = _euros("montant à payer")
    faits = models.JSONField(encoder=DjangoJSONEncoder, default=dict, blank=True, editable=False)
    xml = models.TextField(blank=True, editable=False)
    # Set on an invoice that avoirs have wholly taken back: its month may be invoiced again.
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True, editable=False)
    prepare_le = models.DateTimeField("préparée le", null=True, blank=True)
    # Suspended, the term is stopped (``Suspension``).
    service_fait_le = models.DateField("service fait le", null=True, blank=True)
    envoi = models.ForeignKey(
        EnvoiFinances, models.PROTECT, null=True, blank=True, related_name="factures", verbose_name="envoyée avec"
    )
    mandatee_le = models.DateField("mandatée le", null=True, blank=True)
    mandat = models.CharField("numéro de mandat", max_length=30, blank=True)
    payee_le = models.DateField("payée le", null=True, blank=True)
    montant_paye = models.DecimalField("montant payé", max_digits=12, decimal_places=2, null=True, blank=True)
    motif_rejet = models.TextField("raison du rejet", blank=True, max_length=1000)
    cree_le = models.DateTimeField("créée le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifiée le", auto_now=True)

    objects = FactureQuerySet.as_manager()

    class Meta:
        verbose_name = "facture"
        ordering = ["-mois", "-pk"]
        permissions = [
            ("certifier_service_fait", "Peut certifier le service fait, suspendre et rejeter"),
            ("envoyer_aux_finances", "Peut envoyer les factures aux finances et noter les paiements"),
        ]
        triggers = [FACTURE.garde(), FACTURE_FIGEE, FACTURE_GARDEE, JAMAIS_PLUS_QUE_COMMANDE]
        indexes = [
            models.Index(fields=["-mois", "-id"], name="factures_par_mois"),
            models.Index(fields=["statut", "-mois", "-id"], name="factures_par_statut"),
            models.Index(fields=["emetteur", "-mois", "-id"], name="factures_par_emetteur"),
            models.Index(fields=["emise_le", "id"], condition=Q(statut="emise"), name="factures_a_controler"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["emetteur", "annee", "rang"], name="un_rang_par_emetteur_et_annee"),
            models.UniqueConstraint(fields=["emetteur", "numero"], name="un_numero_par_emetteur"),
            models.UniqueConstraint(
                fields=["bon", "mois"],
                condition=Q(nature="facture", annulee_le=None),
                name="une_facture_par_bon_et_mois",
            ),
            models.UniqueConstraint(
                fields=["corrige"], condition=Q(nature="avoir", statut="projet"), name="un_projet_d_avoir_a_la_fois"
            ),
            models.CheckConstraint(name="facture_du_premier_du_mois", condition=Q(mois__day=1)),
            models.CheckConstraint(
                name="facture_emise_est_numerotee",
                condition=Q(statut="projet", numero=None, annee=None, rang=None, emise_le=None)
                | (
                    ~Q(statut="projet")
                    & ~Q(xml="")
                    & Q(numero__isnull=False, annee__isnull=False, rang__isnull=False)
                    & Q(emise_le__isnull=False, echeance__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="facture_total_exact", condition=Q(montant_ttc=F("montant_ht") + F("montant_tva"))
            ),
            models.CheckConstraint(
                name="avoir_corrige_et_dit_pourquoi",
                condition=Q(nature="facture", corrige=None)
                | (Q(nature="avoir", corrige__isnull=False, montant_ht__lte=0) & ~Q(motif="")),
            ),
            models.CheckConstraint(
                name="facture_payee_a_son_jour",
                condition=~Q(statut="payee") | Q(payee_le__isnull=False, montant_paye__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        quoi = "d’avoir" if self.nature == NatureFacture.AVOIR else "de facture"
        return self.numero or f"Projet {quoi}, {self.mois:%m/%Y}"


class LigneFactureQuerySet(models.QuerySet):
    def emises(self):
        """Those of issued invoices and avoirs: their sum is what is invoiced."""
        return self.exclude(facture__statut=StatutFacture.PROJET)


class LigneFacture(models.Model):
    """The hours of one composante: ``quantite`` hours-trainees at the price they were ordered at, in euros.

    ``montant`` is what brings all that was invoiced of the composante at this price to hours × price, rounded half-up
    to the cent: so the sum of invoices is exact, and a line may be a cent off its own product (decision 0047).
    """

    facture = models.ForeignKey(Facture, models.PROTECT, related_name="lignes")
    composante = models.ForeignKey(Composante, models.PROTECT, related_name="lignes_de_facture")
    rang = models.PositiveSmallIntegerField()
    libelle = models.CharField("libellé", max_length=200)
    quantite = models.DecimalField("heures", max_digits=10, decimal_places=2)
    prix_heure = models.DecimalField("prix de l’heure", max_digits=6, decimal_places=2)
    montant = models.DecimalField(max_digits=12, decimal_places=2)
    # What the mandataire says of it, before issuing.
    controle = models.CharField(max_length=10, choices=Controle, default=Controle.A_VERIFIER)
    contestation = models.TextField("ce qui ne va pas", blank=True, max_length=500)
    # What the Région says of it, once issued.
    service_fait = models.CharField(max_length=8, choices=ServiceFait, default=ServiceFait.ATTENTE)
    motif_rejet = models.TextField("pourquoi", blank=True, max_length=500)

    objects = LigneFactureQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de facture"
        verbose_name_plural = "lignes de facture"
        ordering = ["facture", "rang"]
        triggers = [
            lignes_figees(
                ("facture_id", "composante_id", "rang", "libelle", "quantite", "prix_heure", "montant"),
                "ligne.facture_id",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["facture", "rang"], name="un_rang_par_facture"),
            models.UniqueConstraint(
                fields=["facture", "composante", "prix_heure"], name="une_ligne_par_composante_et_prix"
            ),
            # A cent, or a few where lines were taken back one by one (factures.regles.montants).
            models.CheckConstraint(
                name="ligne_a_quelques_centimes",
                condition=Q(
                    montant__gte=F("quantite") * F("prix_heure") - Decimal("0.05"),
                    montant__lte=F("quantite") * F("prix_heure") + Decimal("0.05"),
                ),
            ),
            models.CheckConstraint(
                name="contestee_dit_pourquoi", condition=~Q(controle="contestee") | ~Q(contestation="")
            ),
            models.CheckConstraint(
                name="rejetee_dit_pourquoi", condition=~Q(service_fait="rejete") | ~Q(motif_rejet="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.facture}, ligne {self.rang}"


class DetailFactureQuerySet(models.QuerySet):
    def emis(self):
        """Those of issued invoices and avoirs."""
        return self.exclude(ligne__facture__statut=StatutFacture.PROJET)


class DetailFacture(models.Model):
    """The hours of one trainee and one month that a line counts (signed): what is invoiced is known hour by hour, and
    a correction is the difference with what was. ``mois`` is the month they were done, at most the invoice's."""

    ligne = models.ForeignKey(LigneFacture, models.PROTECT, related_name="details")
    parcours = models.ForeignKey(Parcours, models.PROTECT, related_name="heures_facturees")
    mois = models.DateField("mois")
    heures = models.DecimalField(max_digits=7, decimal_places=2)

    objects = DetailFactureQuerySet.as_manager()

    class Meta:
        verbose_name = "détail de facture"
        verbose_name_plural = "détails de facture"
        ordering = ["ligne", "parcours", "mois"]
        triggers = [
            lignes_figees(
                ("ligne_id", "parcours_id", "mois", "heures"),
                "SELECT l.facture_id FROM factures_lignefacture l WHERE l.id = ligne.ligne_id",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["ligne", "parcours", "mois"], name="un_detail_par_parcours_et_mois"),
            models.CheckConstraint(name="detail_de_quelque_chose", condition=~Q(heures=0)),
        ]

    def __str__(self) -> str:
        return f"{self.heures} h du parcours {self.parcours_id}"


class Suspension(models.Model):
    """Days during which the Région waits for something about an invoice: its term is stopped, once (CCP R2192-27).

    ``fin``: the day all of it had come; unknown while it lasts. ``motif`` is read by the mandataire.
    """

    facture = models.ForeignKey(Facture, models.PROTECT, related_name="suspensions")
    debut = models.DateField("du")
    fin = models.DateField("au", null=True, blank=True)
    motif = models.TextField("ce qui manque", max_length=500)
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "suspension"
        ordering = ["debut", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["facture"], name="une_suspension_par_facture"),
            models.CheckConstraint(name="suspension_fin_apres_debut", condition=Q(fin=None) | Q(fin__gte=F("debut"))),
        ]

    def __str__(self) -> str:
        return f"Suspension du {self.debut:%d/%m/%Y}, {self.facture}"
