"""The certified invoices leave for the finance department when somebody who has read them says so, and once."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from factures.actions.region import FINANCES
from factures.models import EnvoiFinances, Facture
from factures.queries.file import a_envoyer
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.journal import LigneJournal, preparer_ligne
from referentiels.regles.montants import ZERO

CHANGE = (
    "Ce qui est à envoyer a changé depuis que vous avez ouvert la page : une facture a été suspendue, rejetée ou "
    "envoyée entre-temps. Relisez les totaux avant de lancer."
)


@transaction.atomic
def envoyer_aux_finances(
    *, mois: date, factures: Collection[int], envoi: UUID, par: Utilisateur, maintenant: datetime
) -> EnvoiFinances:
    """Send the pieces that were read on the control page of ``mois`` (ids); give the sending.

    ``envoi`` comes with the form: sent twice, the first sending is given again. Raises ``PermissionDenied``,
    ``RegleViolee`` when there is nothing, ``DossierModifie`` when one of them may not leave any more.
    """
    if not par.has_perm(FINANCES):
        raise PermissionDenied
    cles = sorted(set(factures))
    # In one order, so that two who send wait for one another; the second one then finds the sending of the first.
    list(Facture.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=cles).order_by("pk").values("pk"))
    if deja := EnvoiFinances.objects.filter(envoi=envoi).first():
        return deja
    if not cles:
        raise RegleViolee("Il n’y a rien à envoyer : aucune facture certifiée n’attend.")
    pieces = list(a_envoyer(mois, cles).order_by("pk"))
    if [piece.pk for piece in pieces] != cles:
        raise DossierModifie(CHANGE)
    parti = EnvoiFinances.objects.create(
        mois=mois,
        lance_par=par,
        lance_le=maintenant,
        nombre=len(pieces),
        montant=sum((piece.montant_ttc for piece in pieces), ZERO),
        envoi=envoi,
    )
    Facture.objects.filter(pk__in=cles).update(envoi=parti, modifie_le=maintenant)
    LigneJournal.objects.bulk_create(
        preparer_ligne(piece, "Envoyée aux finances", par=par, transition="envoyer") for piece in pieces
    )
    return parti
