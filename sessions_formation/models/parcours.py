"""The parcours: one trainee on one session, tied to one post of one intention. 1 job = 1 training (FAQ §5)."""

import pgtrigger
from django.db import models
from django.db.models import Q

from intentions.models import IntentionEmbauche
from noyau.automates import ModeleAutomate
from sessions_formation.automates import PARCOURS
from sessions_formation.enums import StatutParcours
from sessions_formation.models.sessions import Session


class Parcours(ModeleAutomate):
    """A funded place on a session. ``poste`` is the rank of the post in its intention, from 1 to its number of posts.

    No personal data yet: who the trainee is comes with the positioning of candidates.
    """

    automate = PARCOURS

    session = models.ForeignKey(Session, models.PROTECT, related_name="parcours")
    intention = models.ForeignKey(IntentionEmbauche, models.PROTECT, null=True, blank=True, related_name="parcours")
    poste = models.PositiveSmallIntegerField(null=True, blank=True)
    statut = models.CharField(max_length=14, choices=StatutParcours, default=StatutParcours.POSITIONNE, editable=False)
    cree_le = models.DateTimeField("créé le", auto_now_add=True)

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"
        ordering = ["pk"]
        indexes = [models.Index(fields=["session", "statut"], name="parcours_par_session")]
        constraints = [
            models.UniqueConstraint(
                fields=["intention", "poste"],
                condition=Q(statut__in=["positionne", "profil_valide", "admis", "entre", "termine", "sortie_emploi"]),
                name="un_poste_un_seul_parcours",
                violation_error_message="Ce poste vient d’être attribué à une autre personne.",
            ),
            models.CheckConstraint(
                name="parcours_intention_et_poste_ensemble",
                condition=Q(intention=None, poste=None) | Q(intention__isnull=False, poste__gte=1),
            ),
        ]
        triggers = [
            PARCOURS.garde(),
            # A CHECK cannot read another table: the post must be one of those the intention offers, and the intention
            # one that the session holds.
            pgtrigger.Trigger(
                name="poste_de_l_intention_retenue",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("intention_id", "poste", "session_id"),
                condition=pgtrigger.Q(new__intention__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1
                        FROM intentions_intentionembauche i
                        JOIN sessions_formation_intentionretenue r ON r.intention_id = i.id
                        WHERE i.id = NEW.intention_id AND NEW.poste <= i.nombre_postes
                          AND r.session_id = NEW.session_id AND r.active
                    ) THEN
                        RAISE EXCEPTION 'Ce poste n''est pas de ceux que la session retient.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Parcours {self.pk} de {self.session}"
