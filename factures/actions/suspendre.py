"""Something is missing to pay an invoice: its thirty days stand still until it has come (CCP R2192-27)."""

from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from factures.actions.region import CERTIFIER, exiger_une_facture, prevenir_l_emetteur, verrouiller
from factures.enums import StatutFacture
from factures.models import Facture, Suspension
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import noter

SUSPENDABLES = frozenset({StatutFacture.EMISE, StatutFacture.SERVICE_FAIT})


@transaction.atomic
def suspendre_facture(
    *, facture_id: int, motif: str, par: Utilisateur, le: date, version: int | None = None
) -> Facture:
    """Stop the thirty days from ``le`` on, and tell the issuer what is missing.

    *(choice)* Until it is sent: then it is the finance department's to hold. Raises ``RegleViolee`` without a reason,
    for an avoir, or when it is suspended already; ``TransitionImpossible`` once it is sent, rejected or paid.
    """
    facture = verrouiller(facture_id, par=par, droit=CERTIFIER, version=version)
    exiger_une_facture(facture)
    if facture.statut not in SUSPENDABLES or facture.envoi_id:
        raise TransitionImpossible("Cette facture n’attend plus la Région : son délai ne se suspend plus ici.")
    motif = motif.strip()
    if not motif:
        raise RegleViolee("Dites ce qui manque : l’organisme le lit.")
    if facture.suspensions.filter(fin=None).exists():
        raise RegleViolee("Cette facture est déjà suspendue.")
    Suspension.objects.create(facture=facture, debut=le, motif=motif, par=par)
    ligne = noter(facture, "Délai de paiement suspendu", par=par, transition="suspendre", motif=motif)
    prevenir_l_emetteur(
        facture,
        "facture_suspendue",
        cle=f"facture-suspendue:{ligne.pk}",
        contexte={"motif": motif, "le": le.isoformat()},
    )
    return facture


@transaction.atomic
def reprendre_le_delai(*, facture_id: int, par: Utilisateur, le: date, version: int | None = None) -> Facture:
    """What was missing has come on ``le``: the term runs again. Raises ``RegleViolee`` when nothing suspends it."""
    facture = verrouiller(facture_id, par=par, droit=CERTIFIER, version=version)
    suspension = facture.suspensions.filter(fin=None).first()
    if suspension is None:
        raise RegleViolee("Le délai de cette facture n’est pas suspendu.")
    # Its own day, at the least: a clock that went back must not end it before it began.
    suspension.fin = max(le, suspension.debut)
    suspension.save(update_fields=["fin"])
    noter(facture, "Délai de paiement repris", par=par, transition="reprendre")
    return facture
