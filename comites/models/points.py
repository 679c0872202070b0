"""What a committee speaks of, point by point: what was said of it, and what came of it."""

from django.db import models
from django.db.models import Q

from comites.enums import RESERVES, Issue, NaturePoint
from comites.models.comites import Comite
from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from referentiels.models import Metier
from sessions_formation.enums import MotifDecision
from sessions_formation.models import DemandeAvenant, Lot, Session


class PointQuerySet(models.QuerySet):
    def retenus(self):
        """Those of the agenda: not the ones somebody took off it."""
        return self.filter(ecarte=False).order_by("rang", "pk")

    def publics(self):
        """Those people outside the Région may read."""
        return self.retenus().exclude(nature__in=RESERVES)

    def notes(self):
        """Those the meeting has spoken on."""
        return self.retenus().exclude(issue="")


class PointComite(models.Model):
    """One point. ``texte`` is read by everyone invited; ``reserve`` (amounts, verdict, lot) by officers alone.

    ``cle`` names what a prepared point is about, so that preparing again finds it; empty for one written by hand.
    Personal data: the officer who noted it; emptied with the committee.
    """

    comite = models.ForeignKey(Comite, models.PROTECT, related_name="points")
    rang = models.PositiveSmallIntegerField()
    nature = models.CharField(max_length=10, choices=NaturePoint)
    cle = models.CharField("clé", max_length=60, blank=True)
    titre = models.CharField(max_length=200)
    texte = models.TextField("ce que lisent les invités", blank=True)
    reserve = models.TextField("réservé à la Région", blank=True)
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="points_de_comite")
    intention = models.ForeignKey(
        IntentionEmbauche, models.PROTECT, null=True, blank=True, related_name="points_de_comite"
    )
    demande = models.ForeignKey(DemandeAvenant, models.PROTECT, null=True, blank=True, related_name="points_de_comite")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="points_de_comite")
    metier = models.ForeignKey(
        Metier, models.PROTECT, null=True, blank=True, related_name="points_de_comite", verbose_name="métier"
    )
    # The point of a comité local this one brings up, or the one of a groupe technique it brings back.
    origine = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="suites")
    # Written or edited by somebody: preparing again leaves it alone.
    saisi = models.BooleanField(default=False)
    # Taken off the agenda by somebody: preparing again does not bring it back.
    ecarte = models.BooleanField("écarté", default=False)

    issue = models.CharField(max_length=12, choices=Issue, blank=True)
    motif = models.CharField(max_length=24, choices=MotifDecision, blank=True)
    precisions = models.TextField("précisions", blank=True)
    hors_tour = models.TextField("pourquoi avant son tour", blank=True)
    note_par = models.ForeignKey(
        Utilisateur, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="noté par"
    )
    note_le = models.DateTimeField("noté le", null=True, blank=True)
    # How many times it was noted: what a second tab is told by.
    version = models.PositiveSmallIntegerField(default=0)
    executee_le = models.DateTimeField("exécutée le", null=True, blank=True)
    resultat = models.TextField("résultat", blank=True)

    objects = PointQuerySet.as_manager()

    class Meta:
        verbose_name = "point d’un comité"
        verbose_name_plural = "points des comités"
        ordering = ["comite", "rang", "pk"]
        indexes = [
            models.Index(fields=["comite", "rang"], name="points_par_comite"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["comite", "cle"], condition=~Q(cle=""), name="un_sujet_une_fois_par_comite"
            ),
            models.CheckConstraint(
                name="point_note_par_quelqu_un",
                condition=Q(issue="") | Q(note_le__isnull=False),
            ),
            models.CheckConstraint(
                name="point_execute_apres_avoir_ete_note",
                condition=Q(executee_le=None) | ~Q(issue=""),
            ),
        ]

    def __str__(self) -> str:
        return self.titre

    @property
    def est_reserve(self) -> bool:
        """Officers alone read it."""
        return self.nature in RESERVES
