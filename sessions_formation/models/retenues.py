"""The posts a session is opened on: the intentions its request takes in."""

from django.db import models
from django.db.models import Q

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from sessions_formation.enums import StatutDemandeAvenant, StatutSession
from sessions_formation.models.sessions import Session


class IntentionRetenueQuerySet(models.QuerySet):
    def sans_les_retraits(self):
        """Without those whose employer has withdrawn since the request was sent: they count no more."""
        return self.exclude(
            ~Q(session__statut=StatutSession.BROUILLON), active=False, intention__statut=StatutIntention.DESISTEE
        )

    def retirees(self):
        """Those alone."""
        return self.filter(
            ~Q(session__statut=StatutSession.BROUILLON), active=False, intention__statut=StatutIntention.DESISTEE
        )

    def acquises(self):
        """Those the session counts on: not the ones of a request for more parcours that is not granted (yet)."""
        return self.filter(Q(demande=None) | Q(demande__statut=StatutDemandeAvenant.ACCORDEE), active=True)


class IntentionRetenue(models.Model):
    """An intention taken into a session request. Only one request at a time may hold it (FAQ §6, §9)."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="retenues")
    intention = models.ForeignKey(IntentionEmbauche, models.PROTECT, related_name="retenues")
    postes = models.PositiveSmallIntegerField()
    # What took it in, when it came after the order: a request for more parcours.
    demande = models.ForeignKey(
        "DemandeAvenant", models.PROTECT, null=True, blank=True, related_name="retenues", verbose_name="demande"
    )
    # False while the request is a draft, and again once it is refused or cancelled: the intention is free.
    active = models.BooleanField(default=False)

    objects = IntentionRetenueQuerySet.as_manager()

    class Meta:
        verbose_name = "intention retenue"
        verbose_name_plural = "intentions retenues"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "intention"], name="une_intention_une_fois_par_session"),
            models.UniqueConstraint(
                fields=["intention"],
                condition=Q(active=True),
                name="une_intention_une_seule_session",
                violation_error_message="Cette intention vient d’être retenue pour une autre session.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.intention} pour {self.session}"
