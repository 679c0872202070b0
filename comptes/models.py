"""People who may enter, and what ties them to an organisation.

Personal data: name, work e-mail, work phone; to be kept two years after the last sign-in, except the name in a journal
line, which lives as long as its file. Nothing erases them by itself yet (docs/donnees-personnelles.md).
"""

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils import timezone

from referentiels.models import Employeur, Opco, OrganismeFormation, StructureReseau


class GestionnaireUtilisateurs(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **champs):
        """Create an account the house vouches for (invitation, demonstration): its address counts as verified.

        People who sign up by themselves do not come through here: they prove their address with a code.
        """
        utilisateur = self.model(email=self.normalize_email(email).lower(), **champs)
        utilisateur.set_password(password)
        utilisateur.save(using=self._db)
        adresses = apps.get_model("account", "EmailAddress").objects
        adresses.create(user=utilisateur, email=utilisateur.email, verified=True, primary=True)
        return utilisateur

    def create_superuser(self, email, password=None, **champs):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **champs)


class Utilisateur(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("courriel", unique=True, error_messages={"unique": "Ce courriel a déjà un compte."})
    prenom = models.CharField("prénom", max_length=60, blank=True)
    nom = models.CharField("nom", max_length=60, blank=True)
    telephone = models.CharField("téléphone", max_length=20, blank=True)
    is_active = models.BooleanField("actif", default=True)
    is_staff = models.BooleanField("accède à l’administration", default=False)
    date_joined = models.DateTimeField("inscrit le", default=timezone.now)
    # Sessions that began before are over (comptes.duree).
    deconnecte_le = models.DateTimeField("déconnecté de partout le", null=True, blank=True, editable=False)

    objects = GestionnaireUtilisateurs()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = "utilisateur"
        ordering = ["nom", "prenom", "pk"]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return f"{self.prenom} {self.nom}".strip() or self.email

    def get_short_name(self) -> str:
        return self.prenom or self.email

    @property
    def nom_public(self) -> str:
        """What others read in a history: « Claire Heulin », « Hélène Pasquier, Région »."""
        return f"{self.get_full_name()}, Région" if self.is_staff else self.get_full_name()


class Role(models.TextChoices):
    EMPLOYEUR = "employeur", "Employeur"
    ORGANISME = "organisme", "Organisme de formation"
    REFERENT = "referent", "Référent du Réseau pour l’emploi"
    OPCO = "opco", "Opérateur de compétences"


class RattachementQuerySet(models.QuerySet):
    def actifs(self):
        return self.filter(actif=True)

    def en_attente(self):
        """Asked for, and answered by nobody yet."""
        return self.filter(en_attente_depuis__isnull=False)

    def visibles_pour(self, utilisateur):
        """One's own, and those of the establishments one acts for; officers see all."""
        if not utilisateur.is_active:
            return self.none()
        if utilisateur.is_staff:
            return self
        siens = Rattachement.objects.actifs().filter(utilisateur=utilisateur.pk, role=Role.EMPLOYEUR)
        return self.filter(Q(utilisateur=utilisateur.pk) | Q(employeur__in=siens.values("employeur")))


class Rattachement(models.Model):
    """A person acts for an organisation, in the role that organisation gives. Officers of the Région need none.

    Knowing a SIRET proves nothing: whoever asks to join an establishment that already has people waits
    (``en_attente_depuis``) until one of them answers. Neither active nor waiting: refused, or left.
    """

    utilisateur = models.ForeignKey(Utilisateur, models.PROTECT, related_name="rattachements")
    role = models.CharField("rôle", max_length=12, choices=Role)
    employeur = models.ForeignKey(Employeur, models.PROTECT, null=True, blank=True, related_name="rattachements")
    organisme = models.ForeignKey(
        OrganismeFormation, models.PROTECT, null=True, blank=True, related_name="rattachements"
    )
    structure = models.ForeignKey(StructureReseau, models.PROTECT, null=True, blank=True, related_name="rattachements")
    opco = models.ForeignKey(Opco, models.PROTECT, null=True, blank=True, related_name="rattachements")
    actif = models.BooleanField(default=True)
    depuis = models.DateTimeField(default=timezone.now)
    en_attente_depuis = models.DateTimeField("en attente depuis", null=True, blank=True)

    objects = RattachementQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="rattachement_un_role_une_organisation",
                condition=(
                    Q(role="employeur", employeur__isnull=False, organisme=None, structure=None, opco=None)
                    | Q(role="organisme", organisme__isnull=False, employeur=None, structure=None, opco=None)
                    | Q(role="referent", structure__isnull=False, employeur=None, organisme=None, opco=None)
                    | Q(role="opco", opco__isnull=False, employeur=None, organisme=None, structure=None)
                ),
                violation_error_message="Un rattachement lie un rôle à une organisation de ce rôle, et à une seule.",
            ),
            models.CheckConstraint(
                name="rattachement_actif_ou_en_attente",
                condition=Q(actif=False) | Q(en_attente_depuis=None),
                violation_error_message="Un rattachement actif n’attend plus de réponse.",
            ),
            models.UniqueConstraint(
                fields=["utilisateur", "employeur", "organisme", "structure", "opco"],
                nulls_distinct=False,
                name="un_rattachement_par_personne_et_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.utilisateur} pour {self.organisation}"

    @property
    def organisation(self):
        """The organisation itself, whichever its kind."""
        return self.employeur or self.organisme or self.structure or self.opco
