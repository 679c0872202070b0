"""How officers share the work: what they ask, who is away, who has signed first, decisions taken on several files."""

from django.db import models
from django.db.models import F, Q

from comptes.models import Utilisateur
from sessions_formation.enums import MotifDecision, StatutDecision, StatutLigneDecision
from sessions_formation.models.sessions import Session


class ChampDemandeSession(models.Model):
    """A field of a request that must be answered again, with the officer's words: only these re-open."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="champs_demandes")
    champ = models.CharField(max_length=40)
    commentaire = models.TextField()
    demande_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    demande_le = models.DateTimeField("demandé le")
    repondu_le = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "réponse demandée à l’organisme"
        verbose_name_plural = "réponses demandées à l’organisme"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "champ"],
                condition=Q(repondu_le=None),
                name="un_champ_de_session_demande_une_fois",
            )
        ]

    def __str__(self) -> str:
        return f"{self.champ} de {self.session}"


class PremiereValidation(models.Model):
    """An officer has signed a purchase that needs a second signature (parameter ``seconde_validation_montant``).

    The request stays in the queue, its state unchanged; the row goes when the second person signs or sends it back:
    the journal keeps both.
    """

    session = models.OneToOneField(Session, models.PROTECT, related_name="premiere_validation")
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    le = models.DateTimeField()
    motif = models.CharField(max_length=24, choices=MotifDecision, blank=True)
    precisions = models.TextField("précisions", blank=True)
    hors_tour = models.TextField("pourquoi avant son tour", blank=True)

    class Meta:
        verbose_name = "première validation"
        verbose_name_plural = "premières validations"
        ordering = ["le", "pk"]

    def __str__(self) -> str:
        return f"{self.session}, signée par {self.par}"


class AbsenceAgentQuerySet(models.QuerySet):
    def du(self, le):
        """Those under way on ``le``."""
        return self.filter(debut__lte=le, fin__gte=le)


class AbsenceAgent(models.Model):
    """An officer is away from a day to another, both included, and who takes its files meanwhile. Never why."""

    agent = models.ForeignKey(Utilisateur, models.PROTECT, related_name="absences")
    debut = models.DateField("premier jour")
    fin = models.DateField("dernier jour")
    remplacant = models.ForeignKey(
        Utilisateur, models.PROTECT, null=True, blank=True, related_name="remplacements", verbose_name="remplacé par"
    )

    objects = AbsenceAgentQuerySet.as_manager()

    class Meta:
        verbose_name = "absence d’un agent"
        verbose_name_plural = "absences d’agents"
        ordering = ["-debut", "pk"]
        constraints = [
            models.CheckConstraint(
                name="absence_fin_apres_debut",
                condition=Q(fin__gte=F("debut")),
                violation_error_message="Le dernier jour précède le premier.",
            ),
            models.CheckConstraint(
                name="absence_remplacee_par_un_autre",
                condition=Q(remplacant=None) | ~Q(remplacant=F("agent")),
                violation_error_message="Une personne ne se remplace pas elle-même.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent}, du {self.debut:%d/%m/%Y} au {self.fin:%d/%m/%Y}"


class DecisionGroupee(models.Model):
    """One decision taken on several requests; a worker carries it out file by file, each in its own transaction."""

    decision = models.CharField("décision", max_length=12, choices=StatutDecision)
    motif = models.CharField(max_length=24, choices=MotifDecision, blank=True)
    precisions = models.TextField("précisions", blank=True)
    hors_tour = models.TextField("pourquoi avant leur tour", blank=True)
    par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="decisions_groupees")
    # Given with the form: the same sent twice (double click) is taken once.
    envoi = models.UUIDField(editable=False, unique=True)
    creee_le = models.DateTimeField("prise le")
    terminee_le = models.DateTimeField("terminée le", null=True, blank=True)

    class Meta:
        verbose_name = "décision groupée"
        verbose_name_plural = "décisions groupées"
        ordering = ["-creee_le", "-pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(terminee_le=None), name="decisions_groupees_en_cours"),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()}, {self.creee_le:%d/%m/%Y}"


class LigneDecisionGroupee(models.Model):
    """One request of a grouped decision, and what became of it: written in the transaction that decided it."""

    groupee = models.ForeignKey(DecisionGroupee, models.PROTECT, related_name="lignes")
    session = models.ForeignKey(Session, models.PROTECT, related_name="decisions_groupees")
    rang = models.PositiveSmallIntegerField()
    # The last journal line the officer had read of this request.
    lu = models.BigIntegerField(null=True, blank=True)
    statut = models.CharField(max_length=8, choices=StatutLigneDecision, default=StatutLigneDecision.A_FAIRE)
    message = models.TextField(blank=True)
    traitee_le = models.DateTimeField("traitée le", null=True, blank=True)

    class Meta:
        verbose_name = "demande d’une décision groupée"
        verbose_name_plural = "demandes d’une décision groupée"
        ordering = ["groupee", "rang"]
        constraints = [
            models.UniqueConstraint(fields=["groupee", "session"], name="une_session_une_fois_par_decision"),
            models.UniqueConstraint(fields=["groupee", "rang"], name="un_rang_par_decision_groupee"),
        ]

    def __str__(self) -> str:
        return f"{self.session} : {self.get_statut_display()}"
