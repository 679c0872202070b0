"""The person: a jobseeker who is proposed for a training, then follows it."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from comptes import acces
from comptes.models import Utilisateur
from referentiels.models import Commune, StructureReseau
from referentiels.models.normalise import TexteNormalise

UN_SEUL_IDENTIFIANT = "un_identifiant_france_travail_une_personne"


class StagiaireQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; for a referent, the people its structures follow. Everybody else reaches a person
        through its parcours (``Parcours.objects.visibles_pour``)."""
        if acces.est_agent(utilisateur):
            return self
        return self.filter(structure__in=acces.constantes(acces.structures_de(utilisateur)))

    def presents(self):
        """Those whose data is still there."""
        return self.filter(efface_le=None)


class Stagiaire(models.Model):
    """Who the person is, and no more than what following the training needs (CT L6353-9: a direct and necessary link).

    No NIR, nationality, family situation nor anything about health. Everything here is emptied a year after the last
    thing expected of the person (insertion.actions.effacer): the row stays, without a name, so that figures do.
    No name of a person is ever written in the journal, nor in a motive: both are kept for good.
    """

    nom = models.CharField(max_length=80, blank=True)
    prenom = models.CharField("prénom", max_length=80, blank=True)
    nom_normalise = TexteNormalise(source="nom_complet", max_length=200)
    date_naissance = models.DateField("date de naissance", null=True, blank=True)
    courriel = models.EmailField(blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="stagiaires")
    identifiant_ft = models.CharField("identifiant France Travail", max_length=11, blank=True)
    structure = models.ForeignKey(
        StructureReseau, models.PROTECT, null=True, blank=True, related_name="stagiaires", verbose_name="suivi par"
    )
    referent = models.ForeignKey(
        Utilisateur, models.PROTECT, null=True, blank=True, related_name="stagiaires", verbose_name="référent"
    )
    # The person asked not to be written to any more: no reminder leaves after that.
    sans_relance_le = models.DateTimeField("ne veut plus de courriel depuis", null=True, blank=True)
    cree_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    cree_le = models.DateTimeField("créé le", auto_now_add=True)
    modifie_le = models.DateTimeField("modifié le", auto_now=True)
    efface_le = models.DateTimeField("effacé le", null=True, blank=True, editable=False)

    objects = StagiaireQuerySet.as_manager()

    class Meta:
        verbose_name = "stagiaire"
        ordering = ["nom_normalise", "pk"]
        permissions = [("effacer_stagiaire", "Peut effacer les données d’un stagiaire avant leur terme")]
        indexes = [
            models.Index(fields=["structure", "nom_normalise", "id"], name="stagiaire_par_structure"),
            models.Index(fields=["referent", "nom_normalise", "id"], name="stagiaire_par_referent"),
            models.Index(fields=["nom_normalise", "id"], name="stagiaire_par_nom"),
            GinIndex(fields=["nom_normalise"], opclasses=["gin_trgm_ops"], name="stagiaire_recherche"),
            models.Index(fields=["date_naissance"], name="stagiaire_par_naissance"),
            # Looked up when another file is opened: the same person knocks at several doors.
            models.Index(fields=["courriel"], condition=~Q(courriel=""), name="stagiaire_par_courriel"),
            models.Index(fields=["telephone"], condition=~Q(telephone=""), name="stagiaire_par_telephone"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["identifiant_ft"],
                condition=~Q(identifiant_ft=""),
                name=UN_SEUL_IDENTIFIANT,
                violation_error_message="Une fiche porte déjà cet identifiant France Travail.",
            ),
            models.CheckConstraint(
                name="stagiaire_efface_est_vide",
                condition=Q(efface_le=None)
                | Q(
                    nom="", prenom="", nom_normalise="", date_naissance=None, courriel="", telephone="", commune=None,
                    identifiant_ft="",
                ),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.nom_complet or f"Stagiaire {self.pk}"

    @property
    def nom_complet(self) -> str:
        """« Samira Lenoir », or an empty string once erased."""
        return f"{self.prenom} {self.nom}".strip()
