"""What dashboards count: one thin line per post, with the day each step was reached, worked out anew each hour.

Reading the files themselves for a page takes seconds at volume (docs/decisions/0054).
"""

from django.db import models

from intentions.models import IntentionEmbauche
from pilotage.regles.chaine import Arret
from referentiels.models import Departement, OrganismeFormation, Secteur, TerritoireEfop
from sessions_formation.models import Lot, Session


class JourOuvre(models.Model):
    """A day and how many working days there have been up to it: the difference of two ranks is a delay in SQL."""

    jour = models.DateField(primary_key=True)
    rang = models.PositiveIntegerField()

    class Meta:
        verbose_name = "jour ouvré"
        verbose_name_plural = "jours ouvrés"

    def __str__(self) -> str:
        return f"{self.jour:%d/%m/%Y}"


def _jour(nom: str) -> models.DateField:
    return models.DateField(nom, null=True, blank=True)


def _delai() -> models.PositiveIntegerField:
    return models.PositiveIntegerField(null=True, blank=True)


class FaitPoste(models.Model):
    """One post of an intention that was filed, and how far it went: one job, one training, one line.

    Written by ``pilotage.actions.compter`` alone. Delays are working days since the step before. A step may be reached
    while an earlier one is not known (a hire without training): each is counted for itself. Names nobody, and rests
    only on rows that outlive the erasure of people.
    """

    intention = models.ForeignKey(IntentionEmbauche, models.PROTECT, related_name="+")
    rang = models.PositiveSmallIntegerField("rang du poste")
    mois = models.DateField("mois du dépôt")
    secteur = models.ForeignKey(Secteur, models.PROTECT, null=True, blank=True, related_name="+")
    departement = models.ForeignKey(Departement, models.PROTECT, null=True, blank=True, related_name="+")
    territoire = models.ForeignKey(TerritoireEfop, models.PROTECT, null=True, blank=True, related_name="+")
    # The session that took the post in, the last one asked when there were several; its lot and training body.
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="+")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, blank=True, related_name="+")
    organisme = models.ForeignKey(OrganismeFormation, models.PROTECT, null=True, blank=True, related_name="+")
    statut = models.CharField("état de l’intention", max_length=24)
    # Why it goes no further than the last step it reached; empty while it may, and once it is filled.
    arret = models.CharField("arrêt", max_length=16, choices=[(a.value, a.value) for a in Arret], blank=True)
    deposee_le = models.DateField("déposée le")
    demandee_le = _jour("session demandée le")
    autorisee_le = _jour("session autorisée le")
    entree_le = _jour("entrée le")
    fin_le = _jour("formation finie le")
    emploi_le = _jour("embauche le")
    j_demande = _delai()
    j_autorisation = _delai()
    j_entree = _delai()
    j_fin = _delai()
    j_emploi = _delai()

    class Meta:
        verbose_name = "poste compté"
        verbose_name_plural = "postes comptés"
        default_permissions = ()
        permissions = [
            ("voir_tableaux", "Peut lire les tableaux de bord"),
            ("mettre_a_jour_mesures", "Peut mettre à jour les mesures du plan"),
            ("rejouer_annee", "Peut rejouer une année sous d’autres valeurs"),
        ]
        constraints = [models.UniqueConstraint(fields=["intention", "rang"], name="un_fait_par_poste")]
        indexes = [
            models.Index(fields=["mois", "secteur"], name="fait_par_mois_secteur"),
            models.Index(fields=["mois", "departement"], name="fait_par_mois_departement"),
            models.Index(fields=["lot", "mois"], name="fait_par_lot"),
            models.Index(fields=["organisme", "mois"], name="fait_par_organisme"),
        ]

    def __str__(self) -> str:
        return f"Poste {self.rang} de l’intention {self.intention_id}"


class CompteDesPostes(models.Model):
    """When ``FaitPoste`` was last counted, and for what day: one row, written with the facts and read where they are.

    On a replica both are of the same instant, which nothing kept elsewhere would be.
    """

    UNIQUE = 1

    compte_le = models.DateTimeField("compté le")
    vu_du = models.DateField("vu du")

    class Meta:
        verbose_name = "compte des postes"
        verbose_name_plural = "compte des postes"
        default_permissions = ()
        constraints = [models.CheckConstraint(name="un_seul_compte_des_postes", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return f"Postes comptés le {self.compte_le:%d/%m/%Y à %H:%M}"
