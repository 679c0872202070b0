"""The month as the control page reads it: where each lot stands, what may leave, what is still missing."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from factures.enums import StatutFacture
from factures.models import Facture
from factures.queries.file import SUSPENDUE, a_envoyer, avec_leur_suite, par_lot_puis_numero, sans_suite
from heures.enums import StatutReleve
from heures.models import Releve
from referentiels.regles.montants import ZERO

MONTRES = 50
SOMMES = (
    "a_controler", "suspendues", "a_envoyer", "montant_a_envoyer", "envoyees", "montant_envoye", "rejetees",
)  # fmt: skip


@dataclass(slots=True)
class LotDuMois:
    """Pieces and euros of a lot: waiting for the service fait, suspended, to send, sent, sent back."""

    pk: int
    numero: str
    intitule: str
    marche: str
    a_controler: int = 0
    suspendues: int = 0
    a_envoyer: int = 0
    montant_a_envoyer: Decimal = ZERO
    envoyees: int = 0
    montant_envoye: Decimal = ZERO
    rejetees: int = 0


@dataclass(slots=True)
class FinDeMois:
    """What the page shows. ``pieces``: what may leave now, earlier months included, in the order of lots.

    ``attendent``: what is to control, then what is suspended; ``totaux`` counts all of both.
    """

    mois: date
    lots: list[LotDuMois]
    pieces: list[Facture]
    releves: list[Releve]
    releves_compte: int
    projets: list[Facture]
    projets_compte: int
    attendent: list[Facture]
    totaux: dict[str, Any] = field(default_factory=dict)

    @property
    def montant(self) -> Decimal:
        """What may leave, in euros."""
        return sum((piece.montant_ttc for piece in self.pieces), ZERO)

    @property
    def cles(self) -> list[int]:
        return [piece.pk for piece in self.pieces]


def fin_de_mois(mois: date) -> FinDeMois:
    """Read the month (first day) for the control page (7 queries, whatever it holds)."""
    lots = _lots(mois)
    pieces = list(par_lot_puis_numero(a_envoyer(mois).pour_liste()))
    for piece in pieces:
        lot = lots.setdefault(piece.bon.lot_id, _lot_de(piece))
        lot.a_envoyer += 1
        lot.montant_a_envoyer += piece.montant_ttc
    releves = Releve.objects.filter(mois=mois, statut=StatutReleve.OUVERT)
    liste = Facture.objects.pour_liste()
    projets = liste.filter(mois=mois, statut=StatutFacture.PROJET)
    attendent = avec_leur_suite(liste).filter(
        Q(statut=StatutFacture.EMISE) | Q(suspendue=True), est_sans_suite=False, mois__lte=mois
    )
    ranges = sorted(lots.values(), key=lambda lot: (lot.marche, lot.numero))
    return FinDeMois(
        mois=mois,
        lots=ranges,
        pieces=pieces,
        releves=list(releves.select_related("session__organisme").order_by("session__organisme__nom", "pk")[:MONTRES]),
        releves_compte=releves.count(),
        projets=list(projets.order_by("emetteur__nom", "pk")[:MONTRES]),
        projets_compte=projets.count(),
        attendent=list(attendent.order_by("suspendue", "emise_le", "pk")[:MONTRES]),
        totaux=_totaux(ranges),
    )


def _lots(mois: date) -> dict[int, LotDuMois]:
    """Count what was issued for the month, and what earlier months left behind, by lot (1 query)."""
    emises = Facture.objects.emises().exclude(pk__in=sans_suite())
    restees = Q(mois__lt=mois, envoi=None, statut__in=[StatutFacture.EMISE, StatutFacture.SERVICE_FAIT])
    lignes: QuerySet[Any] = (
        emises.filter(Q(mois=mois) | restees)
        .annotate(suspendue=SUSPENDUE)
        .order_by()
        .values("bon__lot", "bon__lot__numero", "bon__lot__intitule", "bon__lot__marche")
        .annotate(
            controler=Count("pk", filter=Q(statut=StatutFacture.EMISE, suspendue=False)),
            suspendues=Count("pk", filter=Q(suspendue=True)),
            parties=Count("pk", filter=Q(envoi__isnull=False) & ~Q(statut=StatutFacture.REJETEE)),
            euros=Sum("montant_ttc", filter=Q(envoi__isnull=False) & ~Q(statut=StatutFacture.REJETEE)),
            rejetees=Count("pk", filter=Q(statut=StatutFacture.REJETEE)),
        )
    )
    return {
        ligne["bon__lot"]: LotDuMois(
            ligne["bon__lot"],
            ligne["bon__lot__numero"],
            ligne["bon__lot__intitule"],
            ligne["bon__lot__marche"],
            a_controler=ligne["controler"],
            suspendues=ligne["suspendues"],
            envoyees=ligne["parties"],
            montant_envoye=ligne["euros"] or ZERO,
            rejetees=ligne["rejetees"],
        )
        for ligne in lignes
    }


def _lot_de(piece: Facture) -> LotDuMois:
    lot = piece.bon.lot
    return LotDuMois(lot.pk, lot.numero, lot.intitule, lot.marche)


def _totaux(lots: list[LotDuMois]) -> dict[str, Any]:
    return {nom: sum(getattr(lot, nom) for lot in lots) for nom in SOMMES}
