"""The month's invoices, prepared for many orders at once: once, whoever runs it and however often (decision 0047).

Orders are taken by batches, each batch a transaction that locks their lots, as who issues an invoice or amends an
order does: what another process holds is left for a second pass, which waits for it. What a batch writes depends on
the hours declared and on what is issued, on nothing else: prepared again, nothing changes; killed, nothing is half
done.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from factures.actions.projets import Ecrits, ecrire_projets
from factures.models import Facture
from factures.queries.a_facturer import a_facturer, preparees
from heures.enums import StatutReleve
from heures.models import Releve
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer
from sessions_formation.models import BonDeCommande, Lot

journal = logging.getLogger(__name__)

PAS = 50
Suivre = Callable[[Iterable[int]], Iterable[int]]


class Excedent(NamedTuple):
    """Hours declared beyond what is ordered: left out, they wait for an amendment or for hours of another session."""

    bon: int
    composante: int
    heures: Decimal


class Bilan(NamedTuple):
    """What was done: drafts written (new, or changed), found as they should be, taken away; orders that failed."""

    preparees: int = 0
    inchangees: int = 0
    retirees: int = 0
    echouees: int = 0
    excedents: tuple[Excedent, ...] = ()

    def plus(self, autre: "Bilan") -> "Bilan":
        """The sum of two."""
        return Bilan(
            self.preparees + autre.preparees,
            self.inchangees + autre.inchangees,
            self.retirees + autre.retirees,
            self.echouees + autre.echouees,
            self.excedents + autre.excedents,
        )


def preparer_factures(*, mois: date, le: date, bons: Iterable[int] | None = None, suivre: Suivre = iter) -> Bilan:
    """Prepare the drafts of ``mois`` (its first day) for all orders, or for ``bons``; those of earlier months follow.

    Safe to repeat, and in several processes at once. ``suivre`` wraps the orders (a progress bar). Gives what was
    done; the log says why an order failed, and others go on. Raises ``RegleViolee`` for a month still to come.
    """
    if mois.day != 1:
        raise ValueError("Un mois s’écrit par son premier jour.")
    if mois > le:
        raise RegleViolee(composer("Ce mois n’est pas commencé : il n’y a rien à facturer."))
    bilan, sautes = Bilan(), []
    for lot in _par_pas(suivre(list(_a_voir(mois, bons).values_list("pk", flat=True)))):
        fait, restes = _tenir(lot, mois=mois, attendre=False)
        bilan = bilan.plus(fait)
        sautes += restes
    for lot in _par_pas(sautes):
        bilan = bilan.plus(_tenir(lot, mois=mois, attendre=True)[0])
    return bilan


def _a_voir(mois: date, bons: Iterable[int] | None) -> QuerySet[BonDeCommande]:
    """The orders that have hours declared up to the month, or a draft; those of one lot together."""
    releves = Releve.objects.filter(
        session__composante__bon=OuterRef("pk"), mois__lte=mois, statut=StatutReleve.DECLARE
    )
    projets = Facture.objects.filter(preparees(), bon=OuterRef("pk"))
    a_voir = BonDeCommande.objects.filter(Exists(releves) | Exists(projets)).order_by("lot", "pk")
    return a_voir if bons is None else a_voir.filter(pk__in=list(bons))


def _par_pas(bons: Iterable[int]) -> Iterable[list[int]]:
    lot: list[int] = []
    for pk in bons:
        lot.append(pk)
        if len(lot) == PAS:
            yield lot
            lot = []
    if lot:
        yield lot


def _tenir(bons: Sequence[int], *, mois: date, attendre: bool) -> tuple[Bilan, list[int]]:
    """Prepare a batch; where something in it fails, its orders one by one, so that one does not stop the others.

    Gives also the orders that another process held.
    """
    try:
        return _preparer(bons, mois=mois, attendre=attendre)
    except Exception:  # noqa: BLE001 one order must not stop the others, and the log has it whole
        if len(bons) == 1:
            journal.exception("La facture du bon de commande %s n’a pas pu être préparée.", bons[0])
            return Bilan(echouees=1), []
    bilan, sautes = Bilan(), []
    for bon in bons:
        fait, restes = _tenir([bon], mois=mois, attendre=attendre)
        bilan = bilan.plus(fait)
        sautes += restes
    return bilan, sautes


@transaction.atomic
def _preparer(bons: Sequence[int], *, mois: date, attendre: bool) -> tuple[Bilan, list[int]]:
    lots = Lot.objects.filter(pk__in=BonDeCommande.objects.filter(pk__in=bons).values("lot")).order_by("pk")
    verrou = lots.select_for_update(of=("self",), no_key=True, skip_locked=not attendre)
    lus = BonDeCommande.objects.filter(pk__in=bons, lot__in=list(verrou.values_list("pk", flat=True)))
    tenus = {bon.pk: bon for bon in lus.select_related("mandataire").order_by("pk")}
    situations = a_facturer(tenus, mois)
    projections = {pk: situation.projeter(mois) for pk, situation in situations.items()}
    ecrits = ecrire_projets(
        tenus,
        {pk: projection.projets for pk, projection in projections.items()},
        a_corriger={pk: situation.a_corriger for pk, situation in situations.items() if situation.a_corriger},
    )
    excedents = tuple(
        Excedent(pk, composante, heures)
        for pk, projection in projections.items()
        for composante, heures in projection.excedents.items()
    )
    return _bilan(ecrits, excedents), [bon for bon in bons if bon not in tenus]


def _bilan(ecrits: Ecrits, excedents: tuple[Excedent, ...]) -> Bilan:
    return Bilan(ecrits.preparees, ecrits.inchangees, ecrits.retirees, 0, excedents)
