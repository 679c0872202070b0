"""What the nightly hunt of impossible data found, since when, and what became of it (docs/decisions/0059)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from comptes.models import Utilisateur


class ChasseImpossibles(models.Model):
    """One hunt: when, how long (milliseconds), how many invariants were read and how many were broken.

    Kept twelve months. No personal data.
    """

    menee_le = models.DateTimeField("menée le")
    duree_ms = models.PositiveIntegerField("durée en millisecondes")
    verifies = models.PositiveSmallIntegerField("invariants vérifiés")
    trouves = models.PositiveSmallIntegerField("invariants rompus")
    # Keys of those that could not be read: a timeout, a column that is gone.
    illisibles = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        verbose_name = "chasse des données impossibles"
        verbose_name_plural = "chasses des données impossibles"
        ordering = ["-menee_le", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["-menee_le", "-id"], name="chasses_recentes")]

    def __str__(self) -> str:
        return f"Chasse du {self.menee_le:%d/%m/%Y}"


class ConstatImpossible(models.Model):
    """An invariant found broken, from the night it was first seen to the night it is no more.

    One open line per invariant: seen again, it is brought up to date; found once more after it was gone, it is another
    line. ``cles`` are the first ids, ``nombre`` counts all. Kept twelve months after it is gone. Personal data: who
    wrote the note.
    """

    invariant = models.CharField(max_length=60)
    cles = ArrayField(models.BigIntegerField(), verbose_name="dossiers")
    nombre = models.PositiveIntegerField("nombre")
    depuis = models.DateTimeField("trouvé le")
    vu_le = models.DateTimeField("revu le")
    disparu_le = models.DateTimeField("disparu le", null=True, blank=True)
    note = models.TextField(
        "note", blank=True, max_length=500, help_text="Ce que l’on sait déjà : la cause, qui corrige, pour quand."
    )
    note_par = models.ForeignKey(
        Utilisateur, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="noté par"
    )
    note_le = models.DateTimeField("noté le", null=True, blank=True)

    class Meta:
        verbose_name = "donnée impossible"
        verbose_name_plural = "données impossibles"
        ordering = ["-depuis", "-pk"]
        default_permissions = ("view", "change")
        indexes = [
            models.Index(fields=["-depuis", "-id"], name="constats_recents"),
            models.Index(fields=["disparu_le"], condition=Q(disparu_le__isnull=False), name="constats_disparus"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["invariant"], condition=Q(disparu_le=None), name="un_constat_ouvert_par_invariant"
            )
        ]

    def __str__(self) -> str:
        return f"{self.invariant} : {self.nombre}"
