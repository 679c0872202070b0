"""The meetings where needs go up and purchase decisions come back down (PRES)."""

from django.core.validators import URLValidator
from django.db import models
from django.db.models import F, Q

from comites.automates import COMITE
from comites.enums import NatureComite, StatutComite
from comptes import acces
from comptes.models import Utilisateur
from noyau.automates import ModeleAutomate
from referentiels.models import Commune, Departement, StructureReseau, TerritoireEfop


class ComiteQuerySet(models.QuerySet):
    def visibles_pour(self, utilisateur: Utilisateur):
        """All for an officer; for a referent, those of its départements whose agenda is settled, or was sent once."""
        if acces.est_agent(utilisateur):
            return self
        departements = acces.constantes(acces.departements_de(utilisateur))
        # A territory may lie in two départements: its communes tell.
        communes = Commune.objects.filter(departement__in=departements, territoire__isnull=False)
        territoires = list(communes.order_by("territoire").values_list("territoire", flat=True).distinct())
        ici = Q(departement__in=departements) | Q(territoire__in=territoires)
        return self.filter(ici, Q(ordre_arrete_le__isnull=False) | Q(version_envoyee__isnull=False))

    def pour_liste(self):
        """With what a list shows, in one query."""
        return self.select_related("territoire", "departement")


class Comite(ModeleAutomate):
    """One meeting: a comité local of a territoire EFOP (monthly, run by France Travail) or a groupe technique of a
    département (run by the Région).

    Personal data: who prepared it and which officers are invited, and what people type in ``compte_rendu``; emptied
    ten years after the meeting (config.conservation), like the purchases it decided.
    """

    automate = COMITE

    nature = models.CharField(max_length=16, choices=NatureComite)
    territoire = models.ForeignKey(
        TerritoireEfop, models.PROTECT, null=True, blank=True, related_name="comites", verbose_name="territoire"
    )
    departement = models.ForeignKey(
        Departement, models.PROTECT, null=True, blank=True, related_name="comites", verbose_name="département"
    )
    statut = models.CharField(max_length=8, choices=StatutComite, default=StatutComite.PREPARE, editable=False)
    debut = models.DateTimeField("début")
    fin = models.DateTimeField()
    lieu = models.CharField(max_length=200, blank=True)
    lien = models.CharField("lien de la visioconférence", max_length=300, blank=True, validators=[URLValidator()])
    compte_rendu = models.TextField("compte rendu", blank=True)
    structures = models.ManyToManyField(StructureReseau, blank=True, related_name="comites")
    agents = models.ManyToManyField(Utilisateur, blank=True, related_name="comites")
    # Settled, the agenda is read by those invited and no longer changes, unless it is reopened.
    ordre_arrete_le = models.DateTimeField("ordre du jour arrêté le", null=True, blank=True)
    # iCalendar's SEQUENCE (RFC 5545): a calendar takes a new date only from a higher one.
    version = models.PositiveSmallIntegerField(default=0)
    # The version those invited were last told; None before the first time.
    version_envoyee = models.PositiveSmallIntegerField(null=True, blank=True)
    convoque_le = models.DateTimeField("convoqué le", null=True, blank=True)
    cree_par = models.ForeignKey(Utilisateur, models.PROTECT, related_name="+")
    cree_le = models.DateTimeField("créé le")

    objects = ComiteQuerySet.as_manager()

    class Meta:
        verbose_name = "comité"
        ordering = ["-debut", "-pk"]
        triggers = [COMITE.garde()]
        indexes = [
            models.Index(fields=["territoire", "-debut"], name="comites_par_territoire"),
            models.Index(fields=["departement", "-debut"], name="comites_par_departement"),
            models.Index(fields=["-debut"], name="comites_recents"),
        ]
        constraints = [
            models.CheckConstraint(
                name="comite_de_son_echelle",
                condition=Q(nature="comite_local", territoire__isnull=False, departement=None)
                | Q(nature="groupe_technique", territoire=None, departement__isnull=False),
                violation_error_message="Un comité local est d’un territoire, un groupe technique d’un département.",
            ),
            models.CheckConstraint(name="comite_fin_apres_debut", condition=Q(fin__gt=F("debut"))),
            models.CheckConstraint(
                name="comite_tenu_sur_un_ordre_arrete",
                condition=Q(statut="prepare") | Q(ordre_arrete_le__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["nature", "territoire", "departement", "debut"],
                nulls_distinct=False,
                name="un_comite_a_la_fois",
                violation_error_message="Ce comité est déjà prévu à cette date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_nature_display()}, {self.lieu_concerne}"

    @property
    def lieu_concerne(self) -> str:
        """« Maine-et-Loire » or « Mauges »: what it speaks for."""
        return self.territoire.nom if self.territoire_id else self.departement.nom

    @property
    def ou(self) -> str:
        """Where people meet: a room, a link, or both."""
        return ", ".join(filter(None, [self.lieu, self.lien]))

    @property
    def ordre_arrete(self) -> bool:
        """Its agenda is settled: those invited read it."""
        return self.ordre_arrete_le is not None

    @property
    def ordre_modifiable(self) -> bool:
        """Points may still be added, removed and moved."""
        return self.statut == StatutComite.PREPARE and not self.ordre_arrete

    @property
    def a_convoquer(self) -> bool:
        """Those invited have not been told of it as it now is."""
        return self.statut == StatutComite.PREPARE and self.ordre_arrete and self.version_envoyee != self.version
