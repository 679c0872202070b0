"""Hours of trainees, declared month by month (FAQ §5, §7: hours are individual)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from comptes import acces
from comptes.models import Utilisateur
from heures.automates import RELEVE
from heures.enums import MotifCorrection, Saisie, StatutReleve
from heures.regles.anomalies import HEURES_MAX
from noyau.automates import ModeleAutomate
from referentiels.regles.montants import ZERO
from sessions_formation.models import Parcours, Session


class ReleveQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; for a training body those of its own sessions: they name its trainees. The mandataire
        reads totals by session on its invoice, never names."""
        if acces.est_agent(utilisateur):
            return self
        return self.filter(session__organisme__in=acces.constantes(acces.organismes_de(utilisateur)))

    def modifiables_par(self, utilisateur: Utilisateur):
        """Those of the person's own training body."""
        return self.filter(session__organisme__in=acces.constantes(acces.organismes_de(utilisateur)))


class Releve(ModeleAutomate):
    """The hours of one session for one month. ``mois`` is its first day.

    What is declared is what the month's invoice is made of. Names nobody: kept with the session, ten years after the
    last payment (public accounts). A signed statement or attendance sheets may be attached (``noyau.Piece``, category
    « releve_signe »): they hold names, and are erased with the people they name.
    """

    automate = RELEVE

    session = models.ForeignKey(Session, models.PROTECT, related_name="releves")
    mois = models.DateField("mois")
    statut = models.CharField(max_length=10, choices=StatutReleve, default=StatutReleve.OUVERT, editable=False)
    declare_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    declare_le = models.DateTimeField("déclaré le", null=True, blank=True)
    cree_le = models.DateTimeField("créé le", auto_now_add=True)
    # What a page has read is told by it: another tab, or a colleague, may have saved meanwhile.
    modifie_le = models.DateTimeField("modifié le", auto_now=True)

    objects = ReleveQuerySet.as_manager()

    class Meta:
        verbose_name = "relevé d’heures"
        verbose_name_plural = "relevés d’heures"
        ordering = ["-mois", "session"]
        triggers = [RELEVE.garde()]
        indexes = [
            models.Index(fields=["mois", "statut"], name="releves_par_mois"),
            models.Index(fields=["-mois", "-id"], name="releves_recents"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "mois"], name="un_releve_par_session_et_mois"),
            models.CheckConstraint(name="releve_du_premier_du_mois", condition=Q(mois__day=1)),
            models.CheckConstraint(
                name="releve_declare_par_quelqu_un",
                condition=~Q(statut="declare") | Q(declare_le__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Heures de {self.session}, {self.mois:%m/%Y}"


def _heures(nom: str) -> models.DecimalField:
    return models.DecimalField(nom, max_digits=5, decimal_places=2, default=ZERO)


class HeuresParcours(models.Model):
    """The hours of one trainee for one month: planned, done, absent with or without a reason.

    Only ``faites`` is invoiced *(choice)*. No reason of absence is kept: it would tell of somebody's health.
    """

    releve = models.ForeignKey(Releve, models.PROTECT, related_name="lignes")
    parcours = models.ForeignKey(Parcours, models.PROTECT, related_name="heures_declarees")
    prevues = _heures("prévues")
    faites = _heures("faites")
    absences_justifiees = _heures("absences justifiées")
    absences_injustifiees = _heures("absences non justifiées")
    saisie = models.CharField(max_length=8, choices=Saisie, default=Saisie.TABLEAU)
    saisie_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    saisie_le = models.DateTimeField("saisies le")

    class Meta:
        verbose_name = "heures d’un parcours"
        verbose_name_plural = "heures des parcours"
        ordering = ["releve", "parcours"]
        constraints = [
            models.UniqueConstraint(fields=["releve", "parcours"], name="des_heures_une_fois_par_mois"),
            models.CheckConstraint(
                name="heures_possibles",
                condition=Q(
                    prevues__gte=0,
                    faites__gte=0,
                    absences_justifiees__gte=0,
                    absences_injustifiees__gte=0,
                    prevues__lte=HEURES_MAX,
                    faites__lte=HEURES_MAX - F("absences_justifiees") - F("absences_injustifiees"),
                ),
            ),
        ]
        triggers = [
            # A CHECK cannot read another table: hours are those of a trainee of this very session.
            pgtrigger.Trigger(
                name="parcours_de_la_session",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parcours_id", "releve_id"),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM sessions_formation_parcours p
                        JOIN heures_releve r ON r.session_id = p.session_id
                        WHERE p.id = NEW.parcours_id AND r.id = NEW.releve_id
                    ) THEN
                        RAISE EXCEPTION 'Ce parcours n''est pas de la session du relevé.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Parcours {self.parcours_id}, {self.releve}"


class CorrectionHeures(models.Model):
    """Hours changed once they were invoiced: the next invoice takes the difference. Never changed nor deleted."""

    ligne = models.ForeignKey(HeuresParcours, models.PROTECT, related_name="corrections")
    avant = models.DecimalField("heures faites avant", max_digits=5, decimal_places=2)
    apres = models.DecimalField("heures faites après", max_digits=5, decimal_places=2)
    motif = models.CharField("raison", max_length=12, choices=MotifCorrection)
    par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    le = models.DateTimeField()

    class Meta:
        verbose_name = "correction d’heures"
        verbose_name_plural = "corrections d’heures"
        ordering = ["-le", "-pk"]
        triggers = [pgtrigger.Protect(name="photographie", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.avant} → {self.apres} h, {self.ligne}"
