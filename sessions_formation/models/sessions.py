"""The session de formation: one training action, asked on a lot."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, F, Q, Value, When

from comptes import acces
from comptes.models import Utilisateur
from noyau.automates import ModeleAutomate
from referentiels.models import Certification, Commune, Metier, OrganismeFormation, StructureReseau
from referentiels.regles.constats import Verdict
from sessions_formation.automates import A_DECIDER, COMMENCEE, SESSION
from sessions_formation.enums import RoleGroupement, StatutSession, TypeSession
from sessions_formation.models.marches import LieuLot, Lot


class Perimetre(NamedTuple):
    """The training bodies a person acts for, and the lots it leads as mandataire (their ids)."""

    organismes: set[int]
    lots: set[int]


def perimetre_de(utilisateur: Utilisateur) -> Perimetre:
    """Read a person's perimeter, in one query: what an « or » tests must be constants to have its index
    (comptes.acces)."""
    return acces.une_fois(utilisateur, "perimetre", lambda: _lire_le_perimetre(utilisateur))


def _lire_le_perimetre(utilisateur: Utilisateur) -> Perimetre:
    perimetre = Perimetre(set(), set())
    for organisme, role, lot in acces.organismes_de(utilisateur).values_list(
        "organisme", "organisme__places__role", "organisme__places__groupement__lots"
    ):
        perimetre.organismes.add(organisme)
        if role == RoleGroupement.MANDATAIRE and lot:
            perimetre.lots.add(lot)
    return perimetre


class SessionQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer (drafts excepted); for a training body its own, and as mandataire its group's."""
        if acces.est_agent(utilisateur):
            return self.exclude(statut=StatutSession.BROUILLON)
        return self.du_perimetre(perimetre_de(utilisateur))

    def du_perimetre(self, perimetre: "Perimetre"):
        """The same for a training body's perimeter already read."""
        return self.filter(
            Q(organisme__in=perimetre.organismes) | (~Q(statut=StatutSession.BROUILLON) & Q(lot__in=perimetre.lots)),
        )

    def avec_a_faire(self, perimetre: "Perimetre"):
        """With ``a_faire``: it waits for an answer of this perimeter, a complement or a mandataire's agreement."""
        attend = Q(statut=StatutSession.A_COMPLETER, organisme__in=perimetre.organismes)
        attend |= Q(statut=StatutSession.ATTENTE_MANDATAIRE, lot__in=perimetre.lots)
        return self.annotate(a_faire=Case(When(attend, then=Value(True)), default=Value(False)))

    def a_pourvoir_par(self, utilisateur: Utilisateur):
        """Those a referent may propose people for: ordered and not finished, in its départements, or followed by its
        structure. All such sessions for an officer; for nobody else."""
        ouvertes = [StatutSession.AUTORISEE, StatutSession.PUBLIEE, StatutSession.DEMARREE]
        return self.filter(statut__in=ouvertes).du_territoire(utilisateur)

    def du_territoire(self, utilisateur: Utilisateur):
        """The same whatever their state."""
        if acces.est_agent(utilisateur):
            return self
        structures = acces.constantes(acces.structures_de(utilisateur))
        if not structures:
            return self.none()
        departements = acces.constantes(acces.departements_de(utilisateur))
        return self.filter(Q(commune__departement__in=departements) | Q(structure_referente__in=structures))

    def referees_par(self, utilisateur: Utilisateur):
        """Those the person's structures follow, or that it follows itself: until the return to employment."""
        structures = acces.constantes(acces.structures_de(utilisateur))
        if not structures:
            return self.none()
        return self.filter(Q(structure_referente__in=structures) | Q(referent=utilisateur.pk))

    def modifiables_par(self, utilisateur: Utilisateur):
        """Those this person may write in: its own training body's."""
        return self.filter(organisme__in=acces.organismes_de(utilisateur))

    def a_decider(self):
        """What waits for an officer, in order of arrival."""
        return self.filter(statut__in=A_DECIDER).order_by("complete_le", "pk")

    def pour_liste(self):
        """With what a list shows, in one query."""
        return self.select_related("lot", "organisme", "commune")


class Session(ModeleAutomate):
    """One training action, asked by a training body on a lot.

    No personal data but the author of the request; kept ten years after the last payment (public accounts).
    """

    automate = SESSION

    numero = models.CharField("numéro", max_length=20, unique=True, null=True, blank=True, editable=False)
    statut = models.CharField(max_length=20, choices=StatutSession, default=StatutSession.BROUILLON, editable=False)
    type = models.CharField(max_length=12, choices=TypeSession, default=TypeSession.INTENTION)
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="sessions")
    organisme = models.ForeignKey(OrganismeFormation, models.PROTECT, related_name="sessions")
    demandeur = models.ForeignKey(Utilisateur, models.PROTECT, related_name="sessions_demandees")
    intitule = models.CharField("intitulé", max_length=160)
    metier = models.ForeignKey(Metier, models.PROTECT, null=True, blank=True, related_name="sessions")
    certification = models.ForeignKey(
        Certification,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name="certification visée",
    )
    lieu = models.ForeignKey(
        LieuLot, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name="lieu du lot"
    )
    autre_lieu = models.CharField("autre lieu", max_length=160, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="sessions")
    debut = models.DateField("début", null=True, blank=True)
    fin = models.DateField(null=True, blank=True)
    # What one must know or hold to join: read by referents before they propose somebody, and by the public.
    prerequis = models.TextField("prérequis", blank=True, max_length=1000)
    effectif = models.PositiveSmallIntegerField("parcours", null=True, blank=True)
    heures = models.PositiveSmallIntegerField("heures de chacun", null=True, blank=True)
    prix_heure = models.DecimalField("prix de l’heure", max_digits=6, decimal_places=2, null=True, blank=True)
    entrees_sorties_permanentes = models.BooleanField("entrées et sorties permanentes", default=False)
    complement_groupe = models.BooleanField("complète un groupe existant", default=False)
    groupe_existant = models.CharField("groupe complété", max_length=200, blank=True)
    equilibre_financier = models.BooleanField("équilibre financier attesté", default=False)
    groupement_capable = models.BooleanField("un membre du groupement peut la mener", null=True, blank=True)
    accord_mandataire = models.BooleanField("accord du mandataire", null=True, blank=True)
    motif_derogation = models.TextField("pourquoi une dérogation", blank=True)

    cree_le = models.DateTimeField("créée le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifiée le", auto_now=True)
    demandee_le = models.DateTimeField("demandée le", null=True, blank=True)
    # The instant the request was last complete: the order of the queue (pairs: « first complete, first served »).
    complete_le = models.DateTimeField("complète le", null=True, blank=True)
    # Working days it had already waited when a complement was asked: the clock stops meanwhile, it is not set back.
    jours_attendus = models.PositiveSmallIntegerField("jours ouvrés déjà attendus", default=0, editable=False)
    # Its answers in words, by field, as the Région last received them: what a complement changed is read against them.
    envoyee = models.JSONField(default=dict, blank=True, editable=False)
    agent = models.ForeignKey(
        Utilisateur,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_instruites",
        verbose_name="suivie par",
    )
    # One referent per session, until the return to employment (PRES): the structure is named at authorisation, and may
    # say which of its people it is.
    structure_referente = models.ForeignKey(
        StructureReseau,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_suivies",
        verbose_name="structure référente",
    )
    referent = models.ForeignKey(
        Utilisateur,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_referees",
        verbose_name="référent de la session",
    )
    # Given with the form by which the Région orders a socle session: the same sent twice (double click) orders once.
    envoi = models.UUIDField(null=True, blank=True, editable=False, unique=True)
    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict], blank=True)
    constats = models.JSONField(encoder=DjangoJSONEncoder, default=list, blank=True)
    jugee_le = models.DateField("jugée au", null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = "session"
        permissions = [
            ("acheter_session", "Peut autoriser, refuser ou faire compléter une session"),
            ("valider_session", "Peut donner la seconde validation d’un achat"),
            ("reaffecter_session", "Peut confier un dossier à un autre agent"),
        ]
        triggers = [SESSION.garde()]
        indexes = [
            models.Index(
                fields=["complete_le", "id"],
                condition=Q(statut__in=["demandee", "en_instruction"]),
                name="session_file_d_attente",
            ),
            models.Index(fields=["organisme", "-cree_le"], name="session_par_organisme"),
            models.Index(fields=["lot", "-cree_le"], name="session_par_lot"),
            models.Index(fields=["statut", "-demandee_le"], name="session_par_statut"),
            models.Index(
                fields=["agent", "complete_le", "id"],
                condition=Q(statut__in=["demandee", "en_instruction"]),
                name="session_file_d_un_agent",
            ),
            models.Index(
                fields=["debut", "id"], condition=Q(statut__in=["publiee", "demarree"]), name="session_publiee"
            ),
            models.Index(
                fields=["structure_referente", "debut", "id"],
                condition=Q(structure_referente__isnull=False),
                name="session_par_structure",
            ),
            models.Index(
                fields=["referent", "debut", "id"], condition=Q(referent__isnull=False), name="session_par_referent"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="session_demandee_a_numero_et_date",
                condition=Q(statut="brouillon")
                | Q(numero__isnull=False, demandee_le__isnull=False, complete_le__isnull=False),
            ),
            models.CheckConstraint(
                name="session_fin_apres_debut",
                condition=Q(debut=None) | Q(fin=None) | Q(debut__lt=F("fin")) | Q(statut="brouillon"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero or 'Brouillon'} {self.intitule}".strip()

    @property
    def reference(self) -> str:
        """Its number, or an empty string while it is a draft."""
        return self.numero or ""

    @property
    def montant(self) -> Decimal | None:
        """Parcours × hours × price, in euros; None while one of them is missing."""
        if None in (self.effectif, self.heures, self.prix_heure):
            return None
        return (self.effectif * self.heures * self.prix_heure).quantize(Decimal("0.01"))

    @property
    def lieu_affiche(self) -> str:
        """Where it is held, in words."""
        if self.lieu_id:
            return str(self.lieu)
        return ", ".join(filter(None, [self.autre_lieu, self.commune.nom if self.commune_id else ""]))

    def commencee(self, le: date) -> bool:
        """It has begun on ``le``: by its state or, once authorised, by its first day (docs/decisions/0016)."""
        ouverte = self.statut in {StatutSession.AUTORISEE, StatutSession.PUBLIEE}
        return self.statut in COMMENCEE or bool(ouverte and self.debut and self.debut <= le)

    @property
    def modifiable(self) -> bool:
        """The training body may still change its request."""
        return self.statut in {StatutSession.BROUILLON, StatutSession.A_COMPLETER}
