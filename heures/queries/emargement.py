"""The weeks of a relevé: who is in training in each, which sheets were printed, which came back signed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from heures.models import FeuilleEmargement, Releve
from heures.regles.emargement import est_la, jours_de, semaines_du
from noyau.pieces import Piece
from sessions_formation.models import Parcours
from stagiaires.models import Stagiaire

EMARGEMENT = "emargement"


@dataclass(frozen=True, slots=True)
class Semaine:
    """One week: its Monday, its days in the month, who is in training then, and its sheets."""

    lundi: date
    jours: list[date]
    presents: list[Parcours]
    feuilles: list[FeuilleEmargement] = field(default_factory=list)

    @property
    def recues(self) -> list[FeuilleEmargement]:
        """The sheets that came back."""
        return [feuille for feuille in self.feuilles if feuille.recue_le]

    @property
    def manquants(self) -> int:
        """How many people of the week are on no sheet that came back."""
        signes = {parcours for feuille in self.recues for parcours in feuille.parcours}
        return sum(parcours.pk not in signes for parcours in self.presents)

    @property
    def couverte(self) -> bool:
        """Whether everybody of the week is on a sheet that came back."""
        return not self.manquants


def semaines_de(releve: Releve) -> list[Semaine]:
    """Give the weeks of a relevé in which somebody is in training, in the order of names (3 queries)."""
    parcours = list(
        Parcours.objects.filter(heures_declarees__releve=releve, entre_le__isnull=False, stagiaire__efface_le=None)
        .select_related("stagiaire")
        .prefetch_related("interruptions")
        .order_by("stagiaire__nom", "stagiaire__prenom", "pk")
    )
    feuilles: dict[date, list[FeuilleEmargement]] = {}
    for feuille in releve.feuilles.order_by("semaine", "pk"):
        feuilles.setdefault(feuille.semaine, []).append(feuille)
    semaines = (
        Semaine(lundi, jours, [un for un in parcours if _est_la(un, jours)], feuilles.get(lundi, []))
        for lundi, jours in ((lundi, jours_de(lundi, releve.mois)) for lundi in semaines_du(releve.mois))
    )
    return [semaine for semaine in semaines if semaine.presents or semaine.feuilles]


def scans_du(releve: Releve) -> QuerySet[Piece]:
    """Give the scans of signed sheets kept with a relevé."""
    return Piece.objects.de(releve).filter(categorie=EMARGEMENT)


def nommes_par(releves: Sequence[int]) -> QuerySet[Stagiaire]:
    """Give the people these relevés name, by a line or on a sheet, who are not forgotten."""
    des_feuilles = FeuilleEmargement.objects.filter(releve__in=releves).values_list("parcours", flat=True)
    autres = {parcours for liste in des_feuilles for parcours in liste}
    du_releve = Parcours.objects.filter(heures_declarees__releve__in=releves)
    tous = du_releve.values("pk").union(Parcours.objects.filter(pk__in=autres).values("pk"))
    return Stagiaire.objects.filter(parcours__in=tous, efface_le=None)


def _est_la(parcours: Parcours, jours: Sequence[date]) -> bool:
    arrets = [(arret.debut, arret.fin) for arret in parcours.interruptions.all()]
    entre = parcours.entre_le
    return entre is not None and est_la(jours, entre=entre, sorti=parcours.sorti_le, interruptions=arrets)
