"""The steps of participation as dates: information collective, avis, recrutement, stage, jury (domaine.md §2)."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import Etape
from intentions.models import IntentionEmbauche
from sessions_formation.enums import Presence
from sessions_formation.models.retenues import IntentionRetenue
from sessions_formation.models.sessions import Session


class EtapeSessionQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """Those of the sessions the person sees, and those its establishments are invited to."""
        if acces.est_agent(utilisateur):
            return self
        return self.filter(
            Q(session__in=Session.objects.visibles_pour(utilisateur).values("pk"))
            | Q(
                pk__in=InvitationEtape.objects.filter(
                    intention__employeur__in=acces.employeurs_de(utilisateur)
                ).values("etape")
            )
        )

    def modifiables_par(self, utilisateur: Utilisateur):
        """Those of the person's own training body."""
        return self.filter(session__organisme__in=acces.organismes_de(utilisateur))


class EtapeSession(models.Model):
    """One step of one session, with its day, hour and place. Cancelled rather than erased: people were invited."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="etapes")
    nature = models.CharField("étape", max_length=24, choices=Etape)
    debut = models.DateTimeField("début")
    fin = models.DateTimeField()
    lieu = models.CharField(max_length=200)
    precisions = models.TextField("précisions", blank=True)
    # iCalendar's SEQUENCE (RFC 5545): calendars take a new date only from a higher one.
    version = models.PositiveSmallIntegerField(default=0)
    creee_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    creee_le = models.DateTimeField("créée le")
    # When those invited were told of its present date: a reminder soon after would say the same thing twice.
    annoncee_le = models.DateTimeField("annoncée le")
    annulee_le = models.DateTimeField("annulée le", null=True, blank=True)
    motif_annulation = models.TextField("motif de l’annulation", blank=True)

    objects = EtapeSessionQuerySet.as_manager()

    class Meta:
        verbose_name = "étape datée"
        verbose_name_plural = "étapes datées"
        ordering = ["debut", "pk"]
        indexes = [
            models.Index(fields=["session", "debut"], name="etapes_par_session"),
            models.Index(fields=["debut"], condition=Q(annulee_le=None), name="etapes_a_venir"),
        ]
        constraints = [models.CheckConstraint(name="etape_fin_apres_debut", condition=Q(fin__gt=F("debut")))]

    def __str__(self) -> str:
        return f"{self.get_nature_display()} de {self.session}"

    @property
    def annulee(self) -> bool:
        """It will not be held."""
        return self.annulee_le is not None

    def commencee(self, maintenant: datetime) -> bool:
        """Its hour has come: one no longer answers, one notes who came."""
        return self.debut <= maintenant


def _tenue() -> Exists:
    return Exists(
        IntentionRetenue.objects.filter(
            active=True, session=OuterRef("etape__session"), intention=OuterRef("intention")
        )
    )


class InvitationEtapeQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """Those of the establishments the person acts for: the answer is theirs to give."""
        return self.filter(intention__employeur__in=acces.employeurs_de(utilisateur))

    def tenues(self):
        """Those whose intention the session still holds: an employer that withdrew is no longer expected."""
        return self.filter(_tenue())

    def avec_tenue(self):
        """With ``tenue``: whether the session still holds the intention."""
        return self.annotate(tenue=_tenue())

    def pour_liste(self):
        """With what a list shows, in one query."""
        return self.select_related(
            "etape__session__organisme", "intention__employeur", "intention__metier", "intention__commune"
        )


class InvitationEtape(models.Model):
    """An employer asked to one step, what it answered, and whether it came.

    No personal data: the person invited is the contact of the intention, read when the invitation leaves.
    """

    etape = models.ForeignKey(EtapeSession, models.PROTECT, related_name="invitations")
    intention = models.ForeignKey(IntentionEmbauche, models.PROTECT, related_name="invitations")
    viendra = models.BooleanField(null=True, blank=True)
    repondu_le = models.DateTimeField("répondu le", null=True, blank=True)
    presence = models.CharField("présence", max_length=8, choices=Presence, blank=True)
    presence_notee_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    presence_notee_le = models.DateTimeField("présence notée le", null=True, blank=True)

    objects = InvitationEtapeQuerySet.as_manager()

    class Meta:
        verbose_name = "invitation à une étape"
        verbose_name_plural = "invitations aux étapes"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["etape", "intention"], name="une_invitation_par_etape_et_intention"),
            models.CheckConstraint(
                name="presence_datee",
                condition=Q(presence="", presence_notee_le=None)
                | (~Q(presence="") & Q(presence_notee_le__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intention} à {self.etape}"
