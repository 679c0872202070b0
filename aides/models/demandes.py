"""The request for an aid after hiring: who hired whom, for which training, what was decided, what is due."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeBoundary, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from aides.automates import AIDE
from aides.enums import StatutAide, TypeAide
from aides.models.paiements import EnvoiPaiement
from comptes import acces
from comptes.models import Utilisateur
from insertion.models import Embauche
from noyau.automates import ModeleAutomate
from referentiels.models import Employeur, OrganismeFormation
from referentiels.regles.constats import Verdict
from referentiels.regles.contrats import LIBELLES_CONTRATS

# The constraint by which the database itself refuses a second aid to one person over the same days.
UNE_AIDE_A_LA_FOIS = "une_personne_une_aide_a_la_fois"


class _Jours(Func):
    """The days of the training, both ends included."""

    function = "daterange"
    output_field = DateRangeField()


class DemandeAideQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All but drafts for an officer; for an employer, those of its establishments; nothing for anybody else."""
        if acces.est_agent(utilisateur):
            return self.exclude(statut=StatutAide.BROUILLON)
        return self.de_l_employeur(utilisateur)

    def de_l_employeur(self, utilisateur: Utilisateur):
        """Those of the person's establishments."""
        return self.filter(employeur__in=acces.constantes(acces.employeurs_de(utilisateur)))

    def a_instruire(self):
        """What waits for an officer, in order of arrival."""
        return self.filter(statut=StatutAide.DEPOSEE).order_by("complete_le", "pk")

    def a_liquider(self):
        """Those whose bilan is in and whose amount due is not settled, in order of arrival."""
        return self.filter(statut=StatutAide.FORMATION_REALISEE, liquidee_le=None).order_by("bilan__envoye_le", "pk")

    def a_payer(self):
        """Those settled, not in a payment file yet."""
        return self.filter(statut=StatutAide.FORMATION_REALISEE, liquidee_le__isnull=False, paiement=None).order_by(
            "liquidee_le", "pk"
        )


class DemandeAide(ModeleAutomate):
    """One aid, asked by one establishment for one person hired. Every answer may be empty while it is a draft.

    Personal data: the name and birth date of the person hired, the bank account; kept ten years after the payment
    (public accounts), two years after the end otherwise (aides.actions.conservation). What is known of a disability
    is in ``Majoration``, never here.
    """

    automate = AIDE

    numero = models.CharField("numéro", max_length=20, unique=True, null=True, blank=True, editable=False)
    statut = models.CharField(max_length=20, choices=StatutAide, default=StatutAide.BROUILLON, editable=False)
    dispositif = models.CharField("aide demandée", max_length=12, choices=TypeAide)
    employeur = models.ForeignKey(
        Employeur, models.PROTECT, related_name="demandes_aide", verbose_name="établissement"
    )
    demandeur = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    # The hire it follows from, when the person was trained under « 1 emploi = 1 formation ».
    embauche = models.ForeignKey(Embauche, models.PROTECT, null=True, blank=True, related_name="demandes_aide")

    effectif = models.PositiveIntegerField("effectif de l’établissement", null=True, blank=True)
    public = models.BooleanField("employeur public", null=True, blank=True)
    offre_diffusee = models.BooleanField("offre d’emploi diffusée", null=True, blank=True)
    offre_ou = models.CharField("où elle a été diffusée", max_length=300, blank=True)

    prenom = models.CharField("prénom", max_length=80, blank=True)
    nom = models.CharField("nom", max_length=80, blank=True)
    date_naissance = models.DateField("date de naissance", null=True, blank=True)
    # The name without accents and the birth date: what tells that two files speak of one person. Emptied with them.
    personne = models.CharField(max_length=200, blank=True, editable=False)
    poste = models.CharField("poste", max_length=120, blank=True)
    demandeur_emploi = models.BooleanField("inscrite à France Travail à l’embauche", null=True, blank=True)
    contrat_type = models.CharField(
        "contrat", max_length=24, blank=True, choices=[(code.value, mot) for code, mot in LIBELLES_CONTRATS.items()]
    )
    duree_mois = models.PositiveSmallIntegerField(
        "durée en mois", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    contrat_debut = models.DateField("début du contrat", null=True, blank=True)

    organisme = models.ForeignKey(
        OrganismeFormation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="organisme"
    )
    organisme_nom = models.CharField("organisme de formation", max_length=160, blank=True)
    organisme_siret = models.CharField("SIRET de l’organisme", max_length=14, blank=True)
    qualiopi = models.BooleanField("certifié Qualiopi", null=True, blank=True)
    formation = models.CharField("formation suivie", max_length=200, blank=True)
    formation_debut = models.DateField("début de la formation", null=True, blank=True)
    formation_fin = models.DateField("fin de la formation", null=True, blank=True)
    heures = models.DecimalField(
        "heures", max_digits=6, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    # Teaching cost in euros, net of VAT; nothing for a tutoring.
    cout = models.DecimalField(
        "coût pédagogique", max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    autre_financement = models.BooleanField("un autre financeur paie une part", null=True, blank=True)
    autre_financeur = models.CharField("quel financeur", max_length=160, blank=True)
    autre_montant = models.DecimalField(
        "montant qu’il paie", max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    iban = models.CharField("IBAN", max_length=34, blank=True)
    titulaire = models.CharField("titulaire du compte", max_length=120, blank=True)
    attestation = models.BooleanField("exactitude attestée", default=False)

    # What the officer asked to complete: names of fields and categories of proofs. Why is in the journal.
    demandes = ArrayField(models.CharField(max_length=30), default=list, blank=True, editable=False)
    cree_le = models.DateTimeField("créée le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifiée le", auto_now=True)
    deposee_le = models.DateTimeField("déposée le", null=True, blank=True)
    # The instant it was last complete: the order of the queue.
    complete_le = models.DateTimeField("complète le", null=True, blank=True)
    decidee_le = models.DateTimeField("décidée le", null=True, blank=True)
    agent = models.ForeignKey(
        Utilisateur, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="suivie par"
    )

    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict], blank=True)
    constats = models.JSONField(encoder=DjangoJSONEncoder, default=list, blank=True)
    # The day whose law it is judged by, at its first filing: amounts due are counted by the same.
    jugee_le = models.DateField("jugée au", null=True, blank=True)
    # Euros: asked for (as calculated at filing), granted, due after the training.
    montant_demande = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    montant_accorde = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    montant_du = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

    liquidee_le = models.DateTimeField("liquidée le", null=True, blank=True)
    liquidee_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    paiement = models.ForeignKey(
        EnvoiPaiement, models.PROTECT, null=True, blank=True, related_name="demandes", verbose_name="envoi"
    )
    payee_le = models.DateField("payée le", null=True, blank=True)
    # Its personal data was erased at its term.
    videe_le = models.DateTimeField("vidée le", null=True, blank=True, editable=False)

    objects = DemandeAideQuerySet.as_manager()

    class Meta:
        verbose_name = "demande d’aide"
        verbose_name_plural = "demandes d’aide"
        permissions = [
            ("instruire_aide", "Peut accorder, refuser ou faire compléter une aide"),
            ("liquider_aide", "Peut arrêter le montant dû d’une aide"),
            ("payer_aide", "Peut envoyer les aides au paiement"),
        ]
        triggers = [AIDE.garde()]
        indexes = [
            models.Index(fields=["employeur", "-cree_le", "-id"], name="aide_par_employeur"),
            models.Index(fields=["statut", "-deposee_le", "-id"], name="aide_par_statut"),
            models.Index(fields=["-deposee_le", "-id"], name="aide_recente"),
            models.Index(fields=["complete_le", "id"], condition=Q(statut="deposee"), name="aide_file_d_attente"),
            models.Index(fields=["liquidee_le", "id"], condition=Q(statut="formation_realisee"), name="aide_a_payer"),
            models.Index(fields=["personne"], condition=~Q(personne=""), name="aide_par_personne"),
        ]
        constraints = [
            models.CheckConstraint(
                name="aide_deposee_a_numero_et_date",
                condition=Q(statut="brouillon")
                | Q(numero__isnull=False, deposee_le__isnull=False, complete_le__isnull=False),
            ),
            models.CheckConstraint(
                name="aide_accordee_a_montant",
                # An amount that is not known is no amount: PostgreSQL lets what it cannot tell pass.
                condition=~Q(statut__in=["accordee", "formation_realisee", "payee"])
                | Q(montant_accorde__isnull=False, montant_accorde__gt=0),
            ),
            models.CheckConstraint(
                name="aide_due_sous_accordee",
                condition=Q(montant_du=None) | Q(montant_du__gte=0, montant_du__lte=F("montant_accorde")),
            ),
            models.CheckConstraint(
                name="aide_payee_liquidee",
                condition=~Q(statut="payee") | Q(montant_du__isnull=False, payee_le__isnull=False),
            ),
            # Dates are kept when the person is erased: an empty key excludes nobody.
            ExclusionConstraint(
                name=UNE_AIDE_A_LA_FOIS,
                expressions=[
                    ("personne", RangeOperators.EQUAL),
                    (
                        _Jours("formation_debut", "formation_fin", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(statut__in=["accordee", "formation_realisee", "payee"])
                & ~Q(personne="")
                & Q(formation_debut__isnull=False, formation_fin__gte=F("formation_debut")),
                violation_error_message="Une autre aide couvre déjà les mêmes jours pour cette personne.",
            ),
            models.UniqueConstraint(
                fields=["embauche", "dispositif"],
                condition=Q(embauche__isnull=False) & ~Q(statut__in=["refusee", "abandonnee", "sans_paiement"]),
                name="une_aide_par_embauche_et_dispositif",
                violation_error_message="Une demande est déjà ouverte pour cette embauche.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero or 'Brouillon'} {self.get_dispositif_display()}".strip()

    @property
    def reference(self) -> str:
        """Its number, or an empty string while it is a draft."""
        return self.numero or ""

    @property
    def nom_complet(self) -> str:
        """« Samira Lenoir », or an empty string when it is not known, or erased."""
        return f"{self.prenom} {self.nom}".strip()

    @property
    def modifiable(self) -> bool:
        """The employer may change its answers."""
        return self.statut in {StatutAide.BROUILLON, StatutAide.A_COMPLETER}

    @property
    def version(self) -> str:
        """What tells a page that it shows the request as it now is."""
        return f"{self.statut}:{self.modifie_le.isoformat()}"


class Majoration(models.Model):
    """What may increase the aid. ``rqth`` is health data: never in a list, an export or a log; read by who instructs
    (right ``aides.voir_majoration``) and by the employer that declared it. No certificate is kept: an officer notes
    the day it was shown."""

    demande = models.OneToOneField(DemandeAide, models.PROTECT, related_name="majoration")
    rqth = models.BooleanField("reconnue travailleur handicapé", null=True, blank=True)
    justificatif_vu_le = models.DateField("justificatif vu le", null=True, blank=True)
    vu_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = "majoration"
        permissions = [("voir_majoration", "Peut lire ce qui majore une aide")]

    def __str__(self) -> str:
        return f"Majoration de la demande {self.demande_id}"
