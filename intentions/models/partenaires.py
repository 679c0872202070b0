"""Who transmits intentions for employers: training bodies, Opcos, members of the Réseau, the Région, nosemplois.fr.

A partner is an organisation of the référentiels, or a platform that only speaks by API. Every intention it transmits
carries it; its own people see them, and its API keys act for it.
"""

from django.db import models
from django.db.models import Q
from rest_framework_api_key.models import AbstractAPIKey, BaseAPIKeyManager

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import Canal, DroitApi
from referentiels.models import Opco, OrganismeFormation, StructureReseau


class PartenaireQuerySet(models.QuerySet):
    def de(self, utilisateur: Utilisateur):
        """Those this person acts for; for an officer, the Région."""
        if acces.est_agent(utilisateur):
            return self.filter(canal=Canal.REGION)
        return self.filter(
            Q(organisme__in=acces.organismes_de(utilisateur))
            | Q(structure__in=acces.structures_de(utilisateur))
            | Q(opco__in=acces.opcos_de(utilisateur))
        )

    def cles_de(self, utilisateur: Utilisateur) -> list[int]:
        """Their keys, read once a page: what an « or » tests must be constants to have its index (comptes.acces)."""
        siens = self.de(utilisateur).order_by("pk").values_list("pk", flat=True)
        return acces.une_fois(utilisateur, "partenaires", lambda: list(siens))


class Partenaire(models.Model):
    """An organisation that transmits. ``courriel`` is where its technical contact reads us; no other personal data."""

    nom = models.CharField(max_length=160)
    canal = models.CharField(max_length=12, choices=Canal)
    organisme = models.OneToOneField(
        OrganismeFormation, models.PROTECT, null=True, blank=True, related_name="partenaire"
    )
    structure = models.OneToOneField(StructureReseau, models.PROTECT, null=True, blank=True, related_name="partenaire")
    opco = models.OneToOneField(Opco, models.PROTECT, null=True, blank=True, related_name="partenaire")
    courriel = models.EmailField("courriel technique", blank=True)
    actif = models.BooleanField(default=True)

    objects = PartenaireQuerySet.as_manager()

    class Meta:
        verbose_name = "partenaire"
        ordering = ["nom", "pk"]
        constraints = [
            models.CheckConstraint(
                name="partenaire_une_organisation_de_son_canal",
                condition=(
                    Q(canal="organisme", organisme__isnull=False, structure=None, opco=None)
                    | Q(canal="reseau", structure__isnull=False, organisme=None, opco=None)
                    | Q(canal="opco", opco__isnull=False, organisme=None, structure=None)
                    | Q(canal__in=["region", "nosemplois"], organisme=None, structure=None, opco=None)
                ),
                violation_error_message="Un partenaire est une organisation de son canal, et une seule.",
            ),
            models.UniqueConstraint(
                fields=["canal"],
                condition=Q(canal__in=["region", "nosemplois"]),
                name="un_partenaire_par_canal_sans_organisation",
            ),
        ]

    def __str__(self) -> str:
        return self.nom


class GestionnaireDesCles(BaseAPIKeyManager):
    def get_usable_keys(self):
        return super().get_usable_keys().filter(partenaire__actif=True)


class CleApi(AbstractAPIKey):
    """A key by which a partner's machine acts. Only its hash is kept: it is shown once, when it is made."""

    partenaire = models.ForeignKey(Partenaire, models.PROTECT, related_name="cles")
    droits = models.JSONField(default=list, help_text="Codes de DroitApi.")
    # To the quarter of an hour, so that a busy machine does not write a row at each request.
    utilisee_le = models.DateTimeField("dernier usage", null=True, blank=True, editable=False)

    objects = GestionnaireDesCles()

    class Meta(AbstractAPIKey.Meta):
        verbose_name = "clé d’API"
        verbose_name_plural = "clés d’API"

    def permet(self, droit: DroitApi) -> bool:
        """Tell whether this key carries ``droit``."""
        return droit in self.droits


class RequeteIdempotente(models.Model):
    """The answer already given to a request, so that its repetition gets the same and changes nothing.

    No personal data but what the partner sent, kept as a hash; erased after thirty days.
    """

    partenaire = models.ForeignKey(Partenaire, models.PROTECT, related_name="+")
    cle = models.CharField("clé d’idempotence", max_length=200)
    empreinte = models.CharField("SHA-256 du corps reçu", max_length=64)
    statut = models.PositiveSmallIntegerField()
    reponse = models.JSONField()
    recue_le = models.DateTimeField()

    class Meta:
        verbose_name = "requête idempotente"
        verbose_name_plural = "requêtes idempotentes"
        constraints = [models.UniqueConstraint(fields=["partenaire", "cle"], name="une_reponse_par_cle")]
        indexes = [models.Index(fields=["recue_le"], name="requetes_a_oublier")]

    def __str__(self) -> str:
        return f"{self.partenaire} {self.cle}"
