"""Where each lot ends the year: ordered in it, ordered since the contract began, missing to its minimum."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils import timezone

from sessions_formation.models import Composante, Lot, Mouvement
from sessions_formation.queries.lots import ZERO, avec_montants


@dataclass(frozen=True, slots=True)
class BilanDuLot:
    """Amounts in euros. ``dans_l_annee``: ordered that year; ``depuis_le_debut``: up to the year's last day;
    ``en_attente``: what is asked for now and nobody has decided."""

    lot: Lot
    minimum: Decimal
    maximum: Decimal
    dans_l_annee: Decimal
    depuis_le_debut: Decimal
    en_attente: Decimal

    @property
    def manque(self) -> Decimal:
        """What is missing to the minimum, zero once it is reached."""
        return max(self.minimum - self.depuis_le_debut, ZERO)

    @property
    def comblerait(self) -> Decimal:
        """How much of it the pending requests would fill if they were all granted."""
        return min(self.manque, self.en_attente)

    @property
    def resterait(self) -> Decimal:
        """What would still be missing then."""
        return self.manque - self.comblerait

    @property
    def jauge(self) -> dict[str, Decimal]:
        """What the small gauge of a list draws."""
        return {
            "minimum": self.minimum,
            "maximum": self.maximum,
            "commande": self.depuis_le_debut,
            "engage": self.en_attente,
        }


def fin_d_annee(annee: int, *, le: date) -> list[BilanDuLot]:
    """Give the lots in force in ``annee``, the one that misses most to its minimum first (one query).

    Bounds are those of the year's last day, or of ``le`` while it is not over; amounts stop at the same day.
    """
    fin = date(annee, 12, 31)
    lots = Lot.objects.filter(debut__lte=fin, fin__gte=date(annee, 1, 1)).select_related("secteur", "groupement")
    debut, apres = (
        datetime(an, 1, 1, tzinfo=timezone.get_current_timezone()).astimezone(UTC) for an in (annee, annee + 1)
    )
    lignes = avec_montants(lots, le=min(fin, le)).annotate(
        dans_l_annee=_somme(debut, apres), depuis_le_debut=_somme(None, apres)
    )
    bilans = [
        BilanDuLot(lot, lot.minimum, lot.maximum, lot.dans_l_annee, lot.depuis_le_debut, lot.engage) for lot in lignes
    ]
    return sorted(bilans, key=lambda bilan: (-bilan.manque, bilan.lot.marche, bilan.lot.numero))


def _somme(depuis: datetime | None, avant: datetime) -> Combinable:
    composantes = Composante.objects.filter(bon__lot=OuterRef("pk"), ajoutee_le__lt=avant)
    mouvements = Mouvement.objects.filter(composante__bon__lot=OuterRef("pk"), avenant__pris_le__lt=avant)
    if depuis:
        composantes = composantes.filter(ajoutee_le__gte=depuis)
        mouvements = mouvements.filter(avenant__pris_le__gte=depuis)
    return _total(composantes, "bon__lot") + _total(mouvements, "composante__bon__lot")


def _total(lignes: QuerySet, par: str) -> Coalesce:
    return Coalesce(Subquery(lignes.order_by().values(par).annotate(total=Sum("montant")).values("total")), ZERO)
