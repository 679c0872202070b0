"""The opinion of a trainee on the training, on the five dimensions of Anotea (PLAN 26)."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from comptes import acces
from comptes.models import Utilisateur
from insertion.automates import AVIS
from insertion.enums import RaisonEcart, StatutAvis
from noyau.automates import ModeleAutomate
from referentiels.models import OrganismeFormation
from sessions_formation.models import Parcours

DIMENSIONS = ("accueil", "contenu", "formateurs", "moyens", "accompagnement")


def _note(libelle: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(libelle, validators=[MinValueValidator(1), MaxValueValidator(5)])


class AvisQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; those on its own sessions for a training body."""
        if acces.est_agent(utilisateur):
            return self
        organismes = acces.constantes(acces.organismes_de(utilisateur))
        return self.filter(organisme__in=organismes) if organismes else self.none()

    def commentes(self):
        """Those that say something in words, shown or not: an erased person's words are gone."""
        return self.exclude(commentaire="")

    def publies(self):
        """Those whose words are shown."""
        return self.commentes().filter(statut=StatutAvis.PUBLIE)


class AvisStagiaire(ModeleAutomate):
    """Five marks from 1 to 5 and a comment, shown without a name. The comment and the training body's answer are read
    by the Région before they are shown; both may name somebody, and are emptied with the person's file."""

    automate = AVIS

    parcours = models.OneToOneField(Parcours, models.PROTECT, related_name="avis_stagiaire")
    # The session's, written by the database: its opinions are found without going through all its people.
    organisme = models.ForeignKey(OrganismeFormation, models.PROTECT, related_name="avis_stagiaires", editable=False)
    statut = models.CharField(max_length=10, choices=StatutAvis, default=StatutAvis.A_MODERER, editable=False)
    accueil = _note("accueil")
    contenu = _note("contenu de la formation")
    formateurs = _note("équipe de formateurs")
    moyens = _note("moyens matériels")
    accompagnement = _note("accompagnement")
    commentaire = models.TextField(blank=True, max_length=2000)
    reponse = models.TextField("réponse de l’organisme", blank=True, max_length=2000)
    repondu_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    repondu_le = models.DateTimeField("répondu le", null=True, blank=True)
    # Read by the Région since it was written: shown, or set aside for a reason; neither while it waits.
    reponse_publiee_le = models.DateTimeField("réponse publiée le", null=True, blank=True)
    reponse_ecart = models.CharField("réponse écartée", max_length=12, choices=RaisonEcart, blank=True)
    le = models.DateTimeField()

    objects = AvisQuerySet.as_manager()

    class Meta:
        verbose_name = "avis de stagiaire"
        verbose_name_plural = "avis de stagiaires"
        ordering = ["-le", "-pk"]
        permissions = [("moderer_avis", "Peut modérer les avis des stagiaires")]
        triggers = [
            AVIS.garde(),
            pgtrigger.Trigger(
                name="organisme_de_l_avis",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("organisme_id"),
                func="""
                    SELECT s.organisme_id INTO NEW.organisme_id
                    FROM sessions_formation_parcours p
                    JOIN sessions_formation_session s ON s.id = p.session_id
                    WHERE p.id = NEW.parcours_id;
                    RETURN NEW;
                """,
            ),
        ]
        indexes = [
            models.Index(fields=["statut", "-le", "-id"], name="avis_par_statut"),
            models.Index(fields=["-le", "-id"], name="avis_recents"),
            models.Index(
                fields=["organisme", "statut", "-le", "-id"], condition=~Q(commentaire=""), name="avis_par_organisme"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="avis_de_1_a_5",
                condition=Q(**{f"{nom}__gte": 1 for nom in DIMENSIONS}, **{f"{nom}__lte": 5 for nom in DIMENSIONS}),
            ),
        ]

    def __str__(self) -> str:
        return f"Avis du parcours {self.parcours_id}"

    @property
    def reponse_a_lire(self) -> bool:
        """The training body has answered, and the Région has not read it yet."""
        return bool(self.reponse) and self.reponse_publiee_le is None and not self.reponse_ecart

    @property
    def moyenne(self) -> float:
        """The mean of the five marks."""
        return sum(getattr(self, nom) for nom in DIMENSIONS) / len(DIMENSIONS)
