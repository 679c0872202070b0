"""Something is missing to pay an invoice: its term is stopped, once, until it has come (CCP R2192-27 to R2192-29)."""

from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from factures.actions.region import CERTIFIER, exiger_une_facture, prevenir_l_emetteur, verrouiller
from factures.enums import StatutFacture
from factures.models import Facture, Suspension
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import noter
from referentiels.regles.typographie import composer, jour

SUSPENDABLES = frozenset({StatutFacture.EMISE, StatutFacture.SERVICE_FAIT})


@transaction.atomic
def suspendre_facture(
    *, facture_id: int, motif: str, par: Utilisateur, le: date, version: int | None = None
) -> Facture:
    """Stop the thirty days from ``le`` on, and tell the issuer what is missing.

    *(choice)* Until it is sent: then it is the finance department's to hold; and while the term runs: what is late
    stays late. Raises ``RegleViolee`` without a reason, for an avoir, after the term, or when it was suspended before;
    ``TransitionImpossible`` once it is sent, rejected or paid.
    """
    facture = verrouiller(facture_id, par=par, droit=CERTIFIER, version=version)
    exiger_une_facture(facture)
    if facture.statut not in SUSPENDABLES or facture.envoi_id:
        raise TransitionImpossible("Cette facture n’attend plus la Région : son délai ne se suspend plus ici.")
    motif = motif.strip()
    if not motif:
        raise RegleViolee("Dites ce qui manque : l’organisme le lit.")
    if facture.suspensions.exists():
        raise RegleViolee(
            "Le délai d’une facture ne se suspend qu’une fois, et c’est déjà fait. Si elle ne peut pas être payée, "
            "rejetez-la."
        )
    if facture.echeance and le > facture.echeance:
        raise RegleViolee(
            composer(
                f"Le délai est passé depuis le {jour(facture.echeance)} : il ne se suspend plus. Si la facture ne "
                "peut pas être payée, rejetez-la."
            )
        )
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
def reprendre_le_delai(
    *, facture_id: int, recu_le: date, par: Utilisateur, le: date, version: int | None = None
) -> Facture:
    """All that was missing had come on ``recu_le``: a new term runs from that day (CCP R2192-29).

    Raises ``RegleViolee`` when nothing suspends it, or on a day before it was suspended or after ``le``.
    """
    facture = verrouiller(facture_id, par=par, droit=CERTIFIER, version=version)
    suspension = facture.suspensions.filter(fin=None).first()
    if suspension is None:
        raise RegleViolee("Le délai de cette facture n’est pas suspendu.")
    if not suspension.debut <= recu_le <= le:
        raise RegleViolee(
            composer(
                f"Le jour où tout est arrivé va du {jour(suspension.debut)}, jour de la suspension, à aujourd’hui."
            )
        )
    suspension.fin = recu_le
    suspension.save(update_fields=["fin"])
    noter(facture, f"Délai de paiement repris, tout reçu le {jour(recu_le)}", par=par, transition="reprendre")
    return facture
