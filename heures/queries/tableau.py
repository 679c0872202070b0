"""The table of a relevé: who is on it, the hours of each, what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, Sum

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
    """Read the table of a relevé; ``saisies`` (by parcours) in place of what is kept, as it is typed (4 queries, and
    those of what is invoiced)."""
    lues = releve.lignes.select_related("parcours__stagiaire", "parcours__session")
    lignes = list(lues.order_by("parcours__stagiaire__nom_normalise", "parcours"))
    ids = [ligne.parcours_id for ligne in lignes]
    ailleurs, interruptions = _ailleurs(releve, ids), _interruptions(ids)
    facturees = heures_facturees(ids, releve.mois)
    limites, corrections = limites_de(releve.mois), _corrections(releve)
    rangs = []
    for ligne in lignes:
        pk = ligne.parcours_id
        heures = (saisies or {}).get(pk, heures_de(ligne))
        presence = presence_de(
            ligne.parcours, ailleurs=ailleurs.get(pk, ZERO), interruptions=interruptions.get(pk, ())
        )
        anomalies = examiner_heures(heures, presence, limites)
        faites = facturees.get(pk, ZERO)
        rangs.append(
            Ligne(ligne, ligne.parcours, heures, presence, anomalies, faites, tuple(corrections.get(ligne.pk, ())))
        )
    return Tableau(rangs, limites)


def limites_de(mois: date) -> Limites:
    """Read what a month can hold (1 query)."""
    (maximum,) = valeurs_au(mois, "heures_jour_max")
    return Limites(mois, int(maximum), FERIES)


def _ailleurs(releve: Releve, parcours: list[int]) -> dict[int, Decimal]:
    """Hours done in other months, declared or only typed: the last month typed is the one that is too much."""
    autres = HeuresParcours.objects.filter(~Q(releve=releve.pk), parcours__in=parcours).order_by()
    return dict(autres.values("parcours").annotate(total=Sum("faites")).values_list("parcours", "total"))


def _corrections(releve: Releve) -> dict[int, list[CorrectionHeures]]:
    """What changed once declared: nothing is asked while the relevé is open."""
    trouvees: dict[int, list[CorrectionHeures]] = {}
    if releve.statut == StatutReleve.DECLARE:
        for correction in CorrectionHeures.objects.filter(ligne__releve=releve).order_by("le", "pk"):
            trouvees.setdefault(correction.ligne_id, []).append(correction)
    return trouvees


def _interruptions(parcours: list[int]) -> dict[int, list[tuple[date, date | None]]]:
    trouvees: dict[int, list[tuple[date, date | None]]] = {}
    lues = Interruption.objects.filter(parcours__in=parcours).order_by("debut")
    for pk, debut, fin in lues.values_list("parcours", "debut", "fin"):
        trouvees.setdefault(pk, []).append((debut, fin))
    return trouvees
