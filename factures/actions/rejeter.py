"""An invoice that cannot be paid goes back to who issued it, with its reasons."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from factures.actions.region import CERTIFIER, exiger_une_facture, prevenir_l_emetteur, verrouiller
from factures.enums import ServiceFait, TransitionFacture
from factures.models import Facture, LigneFacture
from noyau.erreurs import RegleViolee


@transaction.atomic
def rejeter_facture(
    *, facture_id: int, motif: str, par: Utilisateur, le: date, version: int | None = None, droit: str = CERTIFIER
) -> Facture:
    """Reject an invoice as a whole, with its reason; its issuer takes it back by an avoir, then it is prepared again.

    ``droit``: that of who certifies, or of who pays. Raises ``RegleViolee`` without a reason or for an avoir,
    ``TransitionImpossible`` once paid, ``DossierModifie`` when it has changed since it was read.
    """
    facture = verrouiller(facture_id, par=par, droit=droit, version=version)
    rejeter(facture, motif=motif, par=par, le=le)
    return facture


def rejeter(
    facture: Facture, *, motif: str, par: Utilisateur, le: date, lignes: Mapping[int, str] | None = None
) -> None:
    """Cross the rejection of a locked invoice; ``lignes``: reason by line that was not done (id)."""
    exiger_une_facture(facture)
    motif = motif.strip()
    if not motif:
        raise RegleViolee("Dites pourquoi : l’organisme lit votre raison et corrige d’après elle.")
    for ligne, raison in (lignes or {}).items():
        LigneFacture.objects.filter(facture=facture, pk=ligne).update(
            service_fait=ServiceFait.REJETE, motif_rejet=raison
        )
    facture.suspensions.filter(fin=None).update(fin=le)
    passage = facture.franchir(TransitionFacture.REJETER, par=par, motif=motif, motif_rejet=motif)
    prevenir_l_emetteur(facture, "facture_rejetee", cle=f"facture-rejetee:{passage.pk}", contexte={"motif": motif})
