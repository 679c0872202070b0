"""What happens to an intention once filed: what it is asked, what is granted to it, who is interested."""

from django.db import models
from django.db.models import Q

from comptes import acces
from comptes.models import Utilisateur
from intentions.models.intention import IntentionEmbauche
from referentiels.models import OrganismeFormation


class ChampDemande(models.Model):
    """A field that must be answered again, with the comment that says why: only these re-open (domaine.md §3)."""

    intention = models.ForeignKey(IntentionEmbauche, models.PROTECT, related_name="champs_demandes")
    champ = models.CharField(max_length=40)
    commentaire = models.TextField()
    demande_par = models.ForeignKey(Utilisateur, models.PROTECT, null=True, blank=True, related_name="+")
    demande_le = models.DateTimeField("demandé le")
    repondu_le = models.DateTimeField("répondu le", null=True, blank=True)

    class Meta:
        verbose_name = "réponse demandée"
        verbose_name_plural = "réponses demandées"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intention", "champ"], condition=Q(repondu_le=None), name="un_champ_demande_une_fois"
            )
        ]

    def __str__(self) -> str:
        return f"{self.champ} de {self.intention}"


class Derogation(models.Model):
    """An officer's answer to a derogation asked for; ``fin`` is the last day on which a granted one holds."""

    intention = models.ForeignKey(IntentionEmbauche, models.PROTECT, related_name="derogations")
    accordee = models.BooleanField("accordée")
    motif = models.TextField()
    limites = models.TextField(blank=True)
    fin = models.DateField("valable jusqu’au", null=True, blank=True)
    regles = models.JSONField("règles auxquelles elle déroge", default=list)
    decidee_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    decidee_le = models.DateTimeField("décidée le")
    # Since when it no longer stands: the employer has changed what it rested on.
    caduque_le = models.DateTimeField("caduque depuis", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "dérogation"
        verbose_name_plural = "dérogations"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="derogation_refusee_sans_limites",
                condition=Q(accordee=True) | Q(accordee=False, limites="", fin=None),
            )
        ]

    def __str__(self) -> str:
        return f"Dérogation {'accordée' if self.accordee else 'refusée'} à {self.intention}"


class InteretQuerySet(models.QuerySet):
    def actifs(self):
        """Those that were not taken back."""
        return self.filter(retire_le=None)

    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; an employer's are those on its intentions, a training body's are its own: it does not
        see who else is interested."""
        if acces.est_agent(utilisateur):
            return self
        siennes = IntentionEmbauche.objects.de_l_employeur(utilisateur).values("pk")
        return self.filter(Q(organisme__in=acces.organismes_de(utilisateur)) | Q(intention__in=siennes))


class Interet(models.Model):
    """A training body tells an employer that it could train for the job. The employer may then choose it."""

    intention = models.ForeignKey(IntentionEmbauche, models.PROTECT, related_name="interets")
    organisme = models.ForeignKey(OrganismeFormation, models.PROTECT, related_name="interets")
    message = models.TextField(blank=True)
    declare_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    declare_le = models.DateTimeField("déclaré le")
    retire_le = models.DateTimeField("retiré le", null=True, blank=True)

    objects = InteretQuerySet.as_manager()

    class Meta:
        verbose_name = "marque d’intérêt"
        verbose_name_plural = "marques d’intérêt"
        ordering = ["declare_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["intention", "organisme"], condition=Q(retire_le=None), name="un_interet_par_organisme"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisme} pour {self.intention}"
