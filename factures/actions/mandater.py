"""What the finance department says of an invoice that was sent to it: mandated, paid."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from comptes.models import Utilisateur
from factures.actions.region import FINANCES, prevenir_l_emetteur, verrouiller
from factures.enums import StatutFacture, TransitionFacture
from factures.models import Facture
from factures.queries.delais import limite_de, retard_de
from noyau.erreurs import RegleViolee


@transaction.atomic
def mandater_facture(
    *, facture_id: int, mandat: str, par: Utilisateur, le: date, version: int | None = None
) -> Facture:
    """Note that an invoice was mandated on ``le``, under the number ``mandat`` (may be unknown: empty).

    Raises ``RegleViolee`` when it was not sent, or on a day before it was issued; ``TransitionImpossible`` otherwise.
    """
    facture = verrouiller(facture_id, par=par, droit=FINANCES, version=version)
    mandater(facture, mandat=mandat, par=par, le=le)
    return facture


@transaction.atomic
def payer_facture(
    *, facture_id: int, montant: Decimal, par: Utilisateur, le: date, mandat: str = "", version: int | None = None
) -> Facture:
    """Note that ``montant`` euros were paid on ``le``; the issuer is told, with what lateness costs.

    A payment may be known before its mandate: both are then noted of that day. Same errors as ``mandater_facture``.
    """
    facture = verrouiller(facture_id, par=par, droit=FINANCES, version=version)
    if facture.statut == StatutFacture.SERVICE_FAIT:
        mandater(facture, mandat=mandat, par=par, le=le)
    _exiger_un_jour_possible(facture, le)
    if facture.mandatee_le and le < facture.mandatee_le:
        raise RegleViolee("Une facture ne se paie pas avant d’être mandatée.")
    if (montant > 0) != (facture.montant_ttc > 0):
        raise RegleViolee("Le montant payé est positif pour une facture, négatif pour un avoir.")
    facture.franchir(TransitionFacture.PAYER, par=par, payee_le=le, montant_paye=montant)
    if not facture.corrige_id:
        _annoncer(facture)
    return facture


def mandater(facture: Facture, *, mandat: str, par: Utilisateur, le: date) -> None:
    """Cross the mandate of a locked invoice."""
    if facture.statut == StatutFacture.SERVICE_FAIT and not facture.envoi_id:
        raise RegleViolee("Cette facture n’est pas encore partie aux finances.")
    _exiger_un_jour_possible(facture, le)
    facture.franchir(TransitionFacture.MANDATER, par=par, motif=mandat, mandatee_le=le, mandat=mandat.strip())


def _exiger_un_jour_possible(facture: Facture, le: date) -> None:
    if facture.emise_le and le < facture.emise_le:
        raise RegleViolee("Ce jour précède l’émission de la facture.")


def _annoncer(facture: Facture) -> None:
    le = facture.payee_le
    if le is None or facture.montant_paye is None:
        return
    limite, retard = limite_de(facture), retard_de(facture, le=le)
    prevenir_l_emetteur(
        facture,
        "facture_payee",
        cle=f"facture-payee:{facture.pk}",
        contexte={
            "payee_le": le.isoformat(),
            "montant_paye": str(facture.montant_paye),
            "mandat": facture.mandat,
            "limite": limite.isoformat() if limite else "",
            "retard_jours": retard.jours if retard else 0,
            "interets": str(retard.interets) if retard else "",
            "indemnite": str(retard.indemnite) if retard else "",
        },
    )
