"""The parcours: one trainee on one session, tied to one post of one intention. 1 job = 1 training (FAQ §5)."""

from datetime import date
from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Func, Q, Value

from comptes import acces
from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from noyau.automates import ModeleAutomate
from noyau.journal import LigneJournal
from referentiels.models import StructureReseau
from referentiels.regles.constats import Verdict
from sessions_formation.automates import PARCOURS, TIENT_SA_PLACE, TIENT_SON_POSTE
from sessions_formation.enums import MotifParcours, Projet, Situation, StatutParcours
from sessions_formation.models.sessions import Session
from stagiaires.models import Stagiaire

UNE_FORMATION_A_LA_FOIS = "une_personne_une_formation_a_la_fois"
UN_POSTE = "un_poste_un_seul_parcours"
UNE_FOIS_PAR_SESSION = "une_personne_une_fois_par_session"


class Periode(Func):
    """The days of a parcours, first and last included."""

    function = "daterange"
    output_field = DateRangeField()


class ParcoursQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer. A referent: those of the people its structures follow, and of the sessions it or its
        structure follows. A training body: those of its own sessions (not those of its group: the mandataire needs
        no name). An employer: those on its posts, once the profile is validated."""
        if acces.est_agent(utilisateur):
            return self
        structures = acces.constantes(acces.structures_de(utilisateur))
        organismes = acces.constantes(acces.organismes_de(utilisateur))
        employeurs = acces.constantes(acces.employeurs_de(utilisateur))
        voit = Q()
        if structures:
            voit |= Q(structure__in=structures) | Q(stagiaire__structure__in=structures)
            voit |= Q(session__structure_referente__in=structures) | Q(session__referent=utilisateur.pk)
        if organismes:
            voit |= Q(session__organisme__in=organismes)
        if employeurs:
            voit |= Q(intention__employeur__in=employeurs) & ~Q(statut__in=["positionne", "non_retenu"])
        return self.filter(voit) if voit else self.none()

    def en_place(self):
        """Those who hold a place of their session."""
        return self.filter(statut__in=TIENT_SA_PLACE)

    def en_attente(self):
        """The waiting list of sessions, first come first."""
        return self.filter(attente_le__isnull=False, statut__in=["positionne", "profil_valide"]).order_by(
            "attente_le", "pk"
        )

    def pour_liste(self):
        """With what a list shows, in one query."""
        return self.select_related("stagiaire", "structure", "session__organisme", "intention__employeur")


class Parcours(ModeleAutomate):
    """A trainee's way through one session. ``poste`` is the rank of the post in its intention, from 1 to its number
    of posts; none while the person is on the waiting list, and none on the socle.

    Who the person is lies in ``stagiaire``, emptied at its term; what is here (dates, states, reasons from a list)
    names nobody and is kept with the session, ten years after the last payment (public accounts).
    """

    automate = PARCOURS

    stagiaire = models.ForeignKey(Stagiaire, models.PROTECT, related_name="parcours")
    session = models.ForeignKey(Session, models.PROTECT, related_name="parcours")
    intention = models.ForeignKey(IntentionEmbauche, models.PROTECT, null=True, blank=True, related_name="parcours")
    poste = models.PositiveSmallIntegerField(null=True, blank=True)
    statut = models.CharField(max_length=14, choices=StatutParcours, default=StatutParcours.POSITIONNE, editable=False)
    # Who proposed the person, and who answers for the profile (FAQ §5): a structure of the Réseau pour l'emploi.
    structure = models.ForeignKey(
        StructureReseau, models.PROTECT, null=True, blank=True, related_name="parcours", verbose_name="proposé par"
    )
    positionne_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    valideur = models.ForeignKey(
        StructureReseau, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="profil validé par"
    )
    situation = models.CharField(max_length=16, choices=Situation, blank=True)
    fin_contrat_siae = models.DateField("fin du contrat d’insertion", null=True, blank=True)
    projet = models.CharField(max_length=10, choices=Projet, blank=True)
    progression_compatible = models.BooleanField("peut rejoindre la session en cours", null=True, blank=True)
    remplace = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="remplacant", verbose_name="remplace"
    )
    # On the waiting list since then: no post or no place is free yet.
    attente_le = models.DateTimeField("en liste d’attente depuis", null=True, blank=True)
    # The days of this person, planned until the entry, then true: the first one attended, the last one.
    debut = models.DateField("début", null=True, blank=True)
    fin = models.DateField(null=True, blank=True)
    heures = models.PositiveSmallIntegerField("heures prévues", null=True, blank=True)
    heures_hebdo = models.DecimalField("heures par semaine", max_digits=4, decimal_places=1, null=True, blank=True)
    temps_partiel = models.BooleanField("à temps partiel", default=False)
    entre_le = models.DateField("entré le", null=True, blank=True)
    sorti_le = models.DateField("sorti le", null=True, blank=True)
    motif = models.CharField("raison", max_length=16, choices=MotifParcours, blank=True)
    verdict = models.CharField(max_length=12, choices=[(v.value, v.value) for v in Verdict], blank=True)
    constats = models.JSONField(encoder=DjangoJSONEncoder, default=list, blank=True)
    juge_le = models.DateField("jugé au", null=True, blank=True)
    cree_le = models.DateTimeField("créé le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifié le", auto_now=True)

    objects = ParcoursQuerySet.as_manager()

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"
        ordering = ["pk"]
        permissions = [("exporter_remuneration", "Peut exporter les éléments de la rémunération")]
        indexes = [
            models.Index(fields=["session", "statut"], name="parcours_par_session"),
            models.Index(fields=["structure", "-cree_le", "-id"], name="parcours_par_structure"),
            models.Index(fields=["statut", "-cree_le", "-id"], name="parcours_par_statut"),
            models.Index(fields=["-cree_le", "-id"], name="parcours_recents"),
            models.Index(
                fields=["sorti_le", "session"], condition=Q(sorti_le__isnull=False), name="parcours_par_sortie"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["intention", "poste"],
                condition=Q(statut__in=sorted(TIENT_SON_POSTE)),
                name=UN_POSTE,
                violation_error_message="Ce poste vient d’être attribué à une autre personne.",
            ),
            models.UniqueConstraint(
                fields=["stagiaire", "session"],
                condition=~Q(statut__in=["non_retenu", "abandon", "exclu"]),
                name=UNE_FOIS_PAR_SESSION,
                violation_error_message="Cette personne est déjà positionnée sur cette session.",
            ),
            models.CheckConstraint(
                name="parcours_intention_et_poste_ensemble",
                condition=Q(intention=None, poste=None) | Q(intention__isnull=False, poste__gte=1),
            ),
            models.CheckConstraint(
                name="parcours_en_attente_sans_poste",
                condition=Q(attente_le=None) | Q(intention=None),
            ),
            models.CheckConstraint(
                name="parcours_entre_a_son_jour",
                condition=~Q(statut__in=["entre", "termine", "sortie_emploi", "exclu"]) | Q(entre_le__isnull=False),
            ),
            models.CheckConstraint(
                name="parcours_fini_a_son_jour",
                condition=~Q(statut__in=["termine", "sortie_emploi", "exclu"]) | Q(sorti_le__isnull=False),
            ),
            models.CheckConstraint(
                name="parcours_sorti_apres_l_entree",
                condition=Q(sorti_le=None) | Q(entre_le=None) | Q(sorti_le__gte=F("entre_le")),
            ),
            models.CheckConstraint(
                name="parcours_fin_apres_debut", condition=Q(debut=None) | Q(fin=None) | Q(debut__lte=F("fin"))
            ),
            ExclusionConstraint(
                name=UNE_FORMATION_A_LA_FOIS,
                expressions=[
                    ("stagiaire", RangeOperators.EQUAL),
                    (Periode("debut", "fin", Value("[]")), RangeOperators.OVERLAPS),
                ],
                # One who gave up before the first day has no days: ``debut`` and ``fin`` are then emptied.
                condition=Q(statut__in=["admis", "entre", "termine", "abandon", "sortie_emploi", "exclu"])
                & Q(debut__isnull=False, fin__isnull=False),
                violation_error_message="Cette personne suit déjà une formation à ces dates.",
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
            # 1 job = 1 training: nobody is admitted to a session opened on intentions without a post (FAQ §5).
            pgtrigger.Trigger(
                name="admis_sur_un_poste",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("statut", "intention_id"),
                condition=pgtrigger.Q(new__intention__isnull=True, new__statut__in=["admis", "entre"]),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM sessions_formation_session s WHERE s.id = NEW.session_id AND s.type = 'intention'
                    ) THEN
                        RAISE EXCEPTION 'Un emploi, une formation : ce parcours n''a pas de poste.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"Parcours {self.pk} de {self.session}"

    def franchir_pour(self, transition: str, *, par: Utilisateur | None, raison: str, **champs: Any) -> LigneJournal:
        """Cross ``transition`` for a reason of ``MotifParcours``, kept on the parcours and told by its label in the
        journal: never in words of one's own, which may tell of somebody's health and are kept for good."""
        self.motif = raison
        self.save(update_fields=["motif"])
        return self.franchir(transition, par=par, motif=MotifParcours(raison).label if raison else "", **champs)

    @property
    def en_liste_d_attente(self) -> bool:
        """No post or place is free for the person yet."""
        return self.attente_le is not None

    def heures_prevues(self) -> int:
        """Hours planned for this person: its own, or the session's."""
        return self.heures if self.heures is not None else (self.session.heures or 0)

    def en_formation(self, le: date) -> bool:
        """The person is in training on the day ``le``."""
        return bool(self.entre_le and self.entre_le <= le and (self.sorti_le is None or self.sorti_le >= le))
