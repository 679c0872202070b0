"""The follow-up at the end, 1, 3 and 6 months: what is asked, what each source answered, what was sent."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from comptes.models import Utilisateur
from insertion.enums import Echeance, SituationSuivi, Source, Voie
from sessions_formation.models import Parcours


class Suivi(models.Model):
    """One time the situation of a person is asked. Four rows are written when a parcours ends."""

    parcours = models.ForeignKey(Parcours, models.PROTECT, related_name="suivis")
    echeance = models.PositiveSmallIntegerField("échéance", choices=Echeance)
    prevu_le = models.DateField("prévu le")
    # Nothing more is asked: answered by all who were asked, stopped up the line, or the person's data was erased.
    clos_le = models.DateTimeField("clos le", null=True, blank=True)
    # Its referent has answered. Written by the database with the answers: the lists of what waits follow an index.
    repondu = models.BooleanField("répondu par le référent", default=False, db_default=False, editable=False)

    class Meta:
        verbose_name = "suivi"
        ordering = ["prevu_le", "pk"]
        indexes = [
            models.Index(fields=["prevu_le", "id"], condition=Q(clos_le=None), name="suivi_ouvert"),
            models.Index(fields=["echeance", "prevu_le"], name="suivi_par_echeance"),
            models.Index(fields=["repondu", "prevu_le", "id"], name="suivi_par_reponse"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["parcours", "echeance"], name="un_suivi_par_echeance"),
        ]

    def __str__(self) -> str:
        return f"Suivi {self.get_echeance_display().lower()}"


class Reponse(models.Model):
    """What one source says of a person on one follow-up. Corrected in place: the journal keeps that it was.

    ``debut`` is the first day of the job. Nothing here names anybody: kept with the parcours for the rates.
    """

    suivi = models.ForeignKey(Suivi, models.PROTECT, related_name="reponses")
    source = models.CharField(max_length=10, choices=Source)
    situation = models.CharField(max_length=16, choices=SituationSuivi)
    # The job is with the employer whose post the training was tied to.
    chez_l_employeur = models.BooleanField("chez l’employeur de l’intention", null=True, blank=True)
    debut = models.DateField("depuis le", null=True, blank=True)
    voie = models.CharField(max_length=10, choices=Voie)
    par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    le = models.DateTimeField()

    class Meta:
        verbose_name = "réponse au suivi"
        verbose_name_plural = "réponses au suivi"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["suivi", "source"], name="une_reponse_par_source")]
        triggers = [
            pgtrigger.Trigger(
                name="suivi_repondu",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.Delete | pgtrigger.UpdateOf("source", "suivi_id"),
                func="""
                    IF TG_OP <> 'INSERT' AND OLD.source = 'referent' THEN
                        UPDATE insertion_suivi SET repondu = false WHERE id = OLD.suivi_id;
                    END IF;
                    IF TG_OP <> 'DELETE' AND NEW.source = 'referent' THEN
                        UPDATE insertion_suivi SET repondu = true WHERE id = NEW.suivi_id;
                    END IF;
                    RETURN NULL;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_source_display()} : {self.get_situation_display().lower()}"


class Relance(models.Model):
    """One reminder of a follow-up, to one source: written in the transaction that writes the letter, so that it is
    due once. ``rang`` 0 is the first question, 1 and 2 the reminders, 3 goes up the line."""

    RANG_MAX = 3

    suivi = models.ForeignKey(Suivi, models.PROTECT, related_name="relances")
    source = models.CharField(max_length=10, choices=Source)
    rang = models.PositiveSmallIntegerField()
    le = models.DateField()

    class Meta:
        verbose_name = "relance"
        ordering = ["le", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["suivi", "source", "rang"], name="une_relance_une_fois"),
            models.CheckConstraint(name="relance_rang_annonce", condition=Q(rang__lte=3)),
        ]

    def __str__(self) -> str:
        return f"Relance {self.rang} ({self.get_source_display()})"


class Embauche(models.Model):
    """A hire, as its employer declares it: what makes a post filled (domaine.md §2). One per parcours.

    ``embauche`` False: the employer says it does not hire the person, and why (from a list).
    """

    parcours = models.OneToOneField(Parcours, models.PROTECT, related_name="embauche")
    embauche = models.BooleanField("embauche")
    contrat_type = models.CharField("contrat", max_length=20, blank=True)
    duree_mois = models.PositiveSmallIntegerField("durée en mois", null=True, blank=True)
    debut = models.DateField("début", null=True, blank=True)
    fin = models.DateField("fin", null=True, blank=True)
    heures_hebdo = models.DecimalField("heures par semaine", max_digits=4, decimal_places=1, null=True, blank=True)
    # Where it differs from what the intention promised, in words, as it was on the day it was declared.
    ecarts = models.JSONField("écarts avec l’intention", default=list, blank=True)
    raison = models.CharField(max_length=16, blank=True)
    voie = models.CharField(max_length=10, choices=Voie)
    par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    le = models.DateTimeField()

    class Meta:
        verbose_name = "embauche"
        ordering = ["-le", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="embauche_complete",
                condition=Q(embauche=False) | Q(embauche=True, debut__isnull=False) & ~Q(contrat_type=""),
            ),
            models.CheckConstraint(
                name="embauche_fin_apres_debut", condition=Q(fin=None) | Q(debut=None) | Q(fin__gte=F("debut"))
            ),
        ]

    def __str__(self) -> str:
        return f"Embauche du parcours {self.parcours_id}"
