"""The intention d'embauche: a job offer in writing that commits the employer morally (FAQ §6)."""

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from comptes.models import Utilisateur
from intentions.automates import INTENTION
from intentions.enums import (
    SANS_TERME,
    Canal,
    Etape,
    OrigineEcrit,
    StatutIntention,
    TransitionIntention,
    TypeContrat,
)
from intentions.models.partenaires import Partenaire
from intentions.models.perimetre import IntentionQuerySet
from intentions.models.webhooks import annoncer
from noyau.automates import ModeleAutomate
from noyau.journal import LigneJournal
from referentiels.models import Commune, Departement, Employeur, Metier, OrganismeFormation, Secteur
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import INSECABLE

# The constraint by which the database itself keeps one employer's one job with one training body (FAQ §6).
UN_SEUL_ORGANISME = "un_seul_organisme_par_employeur_et_metier"
# Where only a granted derogation lets a file go whose verdict is one.
APRES_ACCORD = frozenset({StatutIntention.RECEVABLE, StatutIntention.ENGAGEE, StatutIntention.SATISFAITE})


class IntentionEmbauche(ModeleAutomate):
    """One need of one establishment. Every field may be empty while it is a draft.

    Personal data: the contact's name, phone and e-mail; erased two years after the file closed without a purchase
    (intentions.actions.conservation), to be kept ten years after the last payment otherwise.
    ``adaptation_boe`` says that the weekly hours are adapted for a beneficiary of the obligation d'emploi: never in a
    list, an export or a log.
    """

    automate = INTENTION

    numero = models.CharField("numéro", max_length=20, unique=True, null=True, blank=True, editable=False)
    statut = models.CharField(
        max_length=20, choices=StatutIntention, default=StatutIntention.BROUILLON, editable=False
    )
    canal = models.CharField(max_length=12, choices=Canal, default=Canal.EMPLOYEUR)
    # None when a partner's machine filed it: the key of its API stands for nobody.
    deposant = models.ForeignKey(
        Utilisateur, models.PROTECT, null=True, blank=True, related_name="intentions_deposees"
    )
    employeur = models.ForeignKey(Employeur, models.PROTECT, null=True, blank=True, related_name="intentions")
    # Who transmits it for the employer; None when the employer files it itself.
    partenaire = models.ForeignKey(
        Partenaire, models.PROTECT, null=True, blank=True, related_name="intentions", verbose_name="transmise par"
    )
    reference_externe = models.CharField("référence chez le partenaire", max_length=80, blank=True)
    ecrit_employeur = models.BooleanField("écrit de l’employeur", null=True, blank=True)
    ecrit_origine = models.CharField("origine de l’écrit", max_length=8, choices=OrigineEcrit, blank=True)
    confirmation_demandee_le = models.DateTimeField("confirmation demandée le", null=True, blank=True)
    confirmee_le = models.DateTimeField("confirmée le", null=True, blank=True)
    contact_nom = models.CharField("personne à joindre", max_length=120, blank=True)
    contact_telephone = models.CharField("téléphone", max_length=20, blank=True)
    contact_courriel = models.EmailField("courriel", blank=True)

    secteur = models.ForeignKey(Secteur, models.PROTECT, null=True, blank=True, related_name="+")
    metier = models.ForeignKey(
        Metier, models.PROTECT, null=True, blank=True, related_name="intentions", verbose_name="métier"
    )
    intitule = models.CharField("intitulé du poste", max_length=120, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="intentions", verbose_name="commune de l’emploi"
    )
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="département de l’emploi"
    )
    nombre_postes = models.PositiveSmallIntegerField("nombre de postes", null=True, blank=True)
    precisions = models.TextField("précisions utiles aux candidats", blank=True)

    contrat_type = models.CharField("type de contrat", max_length=24, choices=TypeContrat, blank=True)
    duree_mois = models.PositiveSmallIntegerField(
        "durée en mois", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    heures_hebdo = models.DecimalField("heures par semaine", max_digits=4, decimal_places=1, null=True, blank=True)
    saisonnier = models.BooleanField("travail saisonnier", null=True, blank=True)
    agence_interim = models.CharField("agence d’intérim", max_length=120, blank=True)
    embauche_souhaitee = models.DateField("date d’embauche souhaitée", null=True, blank=True)
    adaptation_boe = models.BooleanField("temps de travail adapté (obligation d’emploi)", default=False)
    motif_derogation = models.TextField("pourquoi une dérogation", blank=True)

    formation_souhaitee = models.CharField("formation souhaitée", max_length=200, blank=True)
    formation_departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="où se former"
    )
    organisme_choisi = models.ForeignKey(
        OrganismeFormation, models.PROTECT, null=True, blank=True, related_name="intentions_recues"
    )

    # Set when a session request takes the intention, cleared when it is let go (FAQ §6: one training body only).
    organisme_engage = models.ForeignKey(
        OrganismeFormation, models.PROTECT, null=True, blank=True, related_name="intentions_engagees"
    )

    # Hires its employer has confirmed, counted by ``insertion.actions.embaucher``: what a record is made of.
    postes_pourvus = models.PositiveSmallIntegerField("postes pourvus", default=0, editable=False)

    engagement_recruter = models.BooleanField("s’engage à recruter", null=True, blank=True)
    etapes = ArrayField(models.CharField(max_length=24, choices=Etape), default=list, blank=True)
    # The employer agrees to be named beside the session its posts are behind. Unasked or taken back: it is not.
    nom_public = models.BooleanField("nom montré au public", default=False)

    cree_le = models.DateTimeField("créée le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifiée le", auto_now=True)
    deposee_le = models.DateTimeField("déposée le", null=True, blank=True)
    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict], blank=True)
    constats = models.JSONField(encoder=DjangoJSONEncoder, default=list, blank=True)
    jugee_le = models.DateField("jugée au", null=True, blank=True)
    # The last day it is offered without the employer saying again that it stands (domaine.md §3, expiree).
    valable_jusqu_au = models.DateField("valable jusqu’au", null=True, blank=True)
    # Since when it waits for the training body chosen, or for any: reminders count from it (domaine.md §6).
    attend_depuis = models.DateField("attend un organisme depuis", null=True, blank=True)
    # The last day of the derogation granted to it, when there is one with an end.
    derogation_fin = models.DateField("dérogation jusqu’au", null=True, blank=True)

    objects = IntentionQuerySet.as_manager()

    class Meta:
        verbose_name = "intention d’embauche"
        verbose_name_plural = "intentions d’embauche"
        permissions = [
            ("trancher_derogation", "Peut accorder ou refuser une dérogation"),
            ("classer_intention", "Peut classer une intention"),
            ("voir_adaptation", "Peut lire l’adaptation liée à l’obligation d’emploi"),
        ]
        triggers = [INTENTION.garde()]
        indexes = [
            models.Index(fields=["employeur", "-cree_le"], name="intention_par_employeur"),
            models.Index(fields=["deposant", "-cree_le"], name="intention_par_deposant"),
            models.Index(fields=["organisme_choisi", "statut", "deposee_le"], name="intention_par_organisme"),
            models.Index(
                fields=["secteur", "departement", "deposee_le"],
                condition=Q(statut="recevable"),
                name="intention_libre",
            ),
            models.Index(fields=["statut", "-deposee_le"], name="intention_par_statut"),
            models.Index(fields=["-deposee_le"], name="intention_recente"),
            models.Index(
                fields=["partenaire", "-cree_le"],
                condition=Q(partenaire__isnull=False),
                name="intention_par_partenaire",
            ),
            models.Index(
                fields=["contact_courriel", "statut"],
                condition=~Q(contact_courriel=""),
                name="intention_par_contact",
            ),
            models.Index(
                fields=["valable_jusqu_au"],
                condition=Q(statut__in=["a_completer", "recevable"]),
                name="intention_a_echeance",
            ),
            models.Index(fields=["attend_depuis"], condition=Q(statut="recevable"), name="intention_en_attente"),
            models.Index(
                fields=["derogation_fin"],
                condition=Q(statut="recevable", derogation_fin__isnull=False),
                name="intention_derogation_a_terme",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partenaire", "reference_externe"],
                condition=~Q(reference_externe=""),
                name="une_intention_par_reference_du_partenaire",
                violation_error_message="Vous avez déjà transmis une intention sous cette référence.",
            ),
            models.CheckConstraint(
                name="intention_a_deposant_ou_partenaire",
                condition=Q(deposant__isnull=False) | Q(partenaire__isnull=False),
            ),
            models.CheckConstraint(
                name="intention_deposee_a_numero_et_date",
                condition=Q(statut="brouillon") | Q(numero__isnull=False, deposee_le__isnull=False),
            ),
            models.CheckConstraint(
                name="intention_engagee_a_son_organisme",
                condition=Q(statut__in=["engagee", "satisfaite"], organisme_engage__isnull=False)
                | (~Q(statut__in=["engagee", "satisfaite", "classee"]) & Q(organisme_engage=None))
                | Q(statut="classee"),
            ),
            ExclusionConstraint(
                name=UN_SEUL_ORGANISME,
                expressions=[
                    ("employeur", RangeOperators.EQUAL),
                    ("metier", RangeOperators.EQUAL),
                    ("organisme_engage", RangeOperators.NOT_EQUAL),
                ],
                condition=Q(statut="engagee"),
                violation_error_message="Cet employeur est déjà engagé pour ce métier avec un autre organisme.",
            ),
            models.CheckConstraint(
                name="intention_recevable_complete",
                condition=~Q(statut__in=["recevable", "engagee", "satisfaite"])
                | Q(employeur__isnull=False, nombre_postes__gte=1, secteur__isnull=False, engagement_recruter=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero or 'Brouillon'} {self.intitule_affiche}".strip()

    def franchir(self, transition: str, *, par: Utilisateur | None, motif: str = "", **champs: Any) -> LigneJournal:
        """Cross ``transition`` as every model with a state does, and announce it to the partner that transmits it."""
        ligne = super().franchir(transition, par=par, motif=motif, **champs)
        if self.partenaire_id:
            annoncer(self, ligne)
        return ligne

    @property
    def reference(self) -> str:
        """Its number, or an empty string while it is a draft."""
        return self.numero or ""

    @property
    def intitule_affiche(self) -> str:
        """The job's title, the ROME label, or words that say there is none yet."""
        if self.intitule:
            return self.intitule
        return self.metier.libelle if self.metier_id else "Poste à préciser"

    @property
    def contrat_court(self) -> str:
        """« CDD 8 mois »: without the hours, which tell by themselves that they are adapted."""
        if not self.contrat_type:
            return "Contrat à préciser"
        duree = f" {self.duree_mois} mois" if self.duree_mois and self.contrat_type not in SANS_TERME else ""
        return f"{self.get_contrat_type_display()}{duree}"

    @property
    def contrat_affiche(self) -> str:
        """« CDD 8 mois, 35 h »."""
        connues = self.contrat_type and self.heures_hebdo
        heures = f", {self.heures_hebdo.normalize():f} h".replace(".", ",") if connues else ""
        return f"{self.contrat_court}{heures}"

    @property
    def contact_affiche(self) -> str:
        """« Claire Heulin, 02 61 91 00 21, claire@tolerie.example »: what is known of the person to call."""
        telephone = self.contact_telephone.replace(" ", INSECABLE)
        return ", ".join(filter(None, (self.contact_nom, telephone, self.contact_courriel)))

    @property
    def etapes_affichees(self) -> list[str]:
        """The steps the employer takes part in, in words."""
        return [Etape(code).label for code in self.etapes]

    @property
    def derogation_accordee(self) -> bool:
        """It may be taken, or is, because an officer granted it a derogation."""
        return self.verdict == Verdict.DEROGATION and self.statut in APRES_ACCORD

    @property
    def modifiable(self) -> bool:
        """Nothing is filed yet: every answer is open."""
        return self.statut == StatutIntention.BROUILLON

    @property
    def corrigeable(self) -> bool:
        """Filed and engaged with nobody: the offer may be corrected, and is judged again."""
        return INTENTION.permet(TransitionIntention.CORRIGER, self.statut)

    @property
    def contact_modifiable(self) -> bool:
        """Somebody may still have to call: whom to call may change."""
        return self.corrigeable or self.statut in {StatutIntention.DEPOSEE, StatutIntention.ENGAGEE}

    @property
    def version(self) -> str:
        """What tells a page that it shows the intention as it now is: its state and when it last changed."""
        return f"{self.statut}:{self.modifie_le.isoformat()}"
