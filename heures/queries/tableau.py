"""The table of a relevé: who is on it, the hours of each, what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum

from heures.enums import StatutReleve
from heures.facturees import heures_facturees
from heures.models import CorrectionHeures, HeuresParcours, Releve
from heures.queries.presents import presence_de
from heures.regles.anomalies import Anomalie, Heures, Limites, Presence, examiner_heures
from parcours.models import Interruption
from referentiels.feries import FERIES
from referentiels.queries.reglement import valeurs_au
from sessions_formation.models import Parcours

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row: the line, its parcours (with its trainee), its hours, what is known of the person, what is wrong."""

    ligne: HeuresParcours
    parcours: Parcours
    heures: Heures
    presence: Presence
    anomalies: list[Anomalie]
    facturees: Decimal = ZERO
    corrections: tuple[CorrectionHeures, ...] = ()


@dataclass(frozen=True, slots=True)
class Tableau:
    """The rows of a relevé in the order of names, and their totals."""

    lignes: list[Ligne]
    limites: Limites

    @property
    def total(self) -> Heures:
        """All rows together."""
        somme = Heures()
        for ligne in self.lignes:
            somme = somme.plus(ligne.heures)
        return somme

    @property
    def bloquantes(self) -> int:
        """How many rows stop the declaration."""
        return sum(any(anomalie.bloquante for anomalie in ligne.anomalies) for ligne in self.lignes)

    @property
    def a_verifier(self) -> int:
        """How many rows are to be looked at, and stop nothing."""
        return sum(bool(ligne.anomalies) for ligne in self.lignes) - self.bloquantes

    @property
    def facture(self) -> bool:
        """An issued invoice holds hours of this month."""
        return any(ligne.facturees for ligne in self.lignes)


def heures_de(ligne: HeuresParcours) -> Heures:
    """Give the four figures of a line."""
    return Heures(ligne.prevues, ligne.faites, ligne.absences_justifiees, ligne.absences_injustifiees)


def tableau_de(releve: Releve, *, saisies: Mapping[int, Heures] | None = None) -> Tableau:
    """Read the table of a relevé; ``saisies`` (by parcours) in place of what is kept, as it is typed (3 queries at
    most, and those of what is invoiced)."""
    lignes = list(_lignes(releve))
    facturees = heures_facturees([ligne.parcours_id for ligne in lignes], releve.mois)
    limites, corrections = limites_de(releve.mois), _corrections(releve)
    rangs = []
    for ligne in lignes:
        pk = ligne.parcours_id
        heures = (saisies or {}).get(pk, heures_de(ligne))
        interruptions = zip(ligne.arrets, ligne.reprises, strict=True)
        presence = presence_de(ligne.parcours, ailleurs=ligne.ailleurs or ZERO, interruptions=interruptions)
        anomalies = examiner_heures(heures, presence, limites)
        siennes = tuple(corrections.get(ligne.pk, ()))
        rangs.append(Ligne(ligne, ligne.parcours, heures, presence, anomalies, facturees.get(pk, ZERO), siennes))
    return Tableau(rangs, limites)


def limites_de(mois: date) -> Limites:
    """Read what a month can hold (1 query)."""
    (maximum,) = valeurs_au(mois, "heures_jour_max")
    return Limites(mois, int(maximum), FERIES)


def _lignes(releve: Releve) -> QuerySet[Any]:
    """The lines in the order of names, with the hours of each in other months and its days away.

    Hours of other months count declared or only typed: the last month typed is the one that is too much.
    """
    autres = HeuresParcours.objects.filter(~Q(releve=releve.pk), parcours=OuterRef("parcours")).order_by()
    arrets = Interruption.objects.filter(parcours=OuterRef("parcours")).order_by("debut", "pk")
    lues = releve.lignes.select_related("parcours__stagiaire", "parcours__session").annotate(
        ailleurs=Subquery(autres.values("parcours").annotate(total=Sum("faites")).values("total")),
        arrets=ArraySubquery(arrets.values("debut")),
        reprises=ArraySubquery(arrets.values("fin")),
    )
    return lues.order_by("parcours__stagiaire__nom_normalise", "parcours")


def _corrections(releve: Releve) -> dict[int, list[CorrectionHeures]]:
    """What changed once declared: nothing is asked while the relevé is open."""
    trouvees: dict[int, list[CorrectionHeures]] = {}
    if releve.statut == StatutReleve.DECLARE:
        for correction in CorrectionHeures.objects.filter(ligne__releve=releve).order_by("le", "pk"):
            trouvees.setdefault(correction.ligne_id, []).append(correction)
    return trouvees
