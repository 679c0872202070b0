"""A lot's minimum and maximum changed by an amendment to the contract: from a day to come, never below what is
ordered."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from referentiels.regles.typographie import composer, jour, montant
from sessions_formation.models import BornesLot, Lot
from sessions_formation.queries.lots import montants_du_lot


def exiger_bornes_tenables(lot: Lot, *, maximum: Decimal, depuis: date, le: date) -> None:
    """Raise ``RegleViolee`` when bounds start on ``le`` or before, or with a maximum (euros) under what is ordered."""
    motifs = []
    if depuis <= le:
        motifs.append("Un minimum et un maximum en vigueur ne changent pas : choisissez une date à partir de demain.")
    commande = montants_du_lot(lot, le=le).commande
    if maximum < commande:
        motifs.append(
            f"{montant(commande)} sont déjà commandés sur ce lot : le maximum ne peut pas descendre au-dessous."
        )
    if motifs:
        raise RegleViolee(*[composer(motif) for motif in motifs])


@transaction.atomic
def fixer_bornes(bornes: BornesLot, *, par: Utilisateur, le: date) -> BornesLot:
    """Record the bounds an amendment sets from a day on; the lot is locked while what is ordered is counted.

    Raises ``RegleViolee`` as ``exiger_bornes_tenables`` does.
    """
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=bornes.lot_id)
    exiger_bornes_tenables(lot, maximum=bornes.montant_max, depuis=bornes.depuis, le=le)
    bornes.save()
    noter(
        lot,
        composer(
            f"De {montant(bornes.montant_min)} à {montant(bornes.montant_max)} à partir du {jour(bornes.depuis)}"
        ),
        par=par,
        motif=bornes.texte,
    )
    return bornes
