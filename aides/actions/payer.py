"""Aids settled leave for payment together, once, launched by the finance department, which notes what was paid."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from aides.actions.region import PAYER, prevenir
from aides.enums import StatutAide, TransitionAide
from aides.models import DemandeAide, EnvoiPaiement
from comptes.models import Utilisateur
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.journal import LigneJournal, preparer_ligne
from referentiels.regles.montants import ZERO
from referentiels.regles.typographie import composer, enumerer, jour

CHANGE = (
    "Ce qui est à payer a changé depuis que vous avez ouvert la page : une aide a été reprise ou envoyée entre-temps. "
    "Relisez la liste avant de lancer."
)


@transaction.atomic
def envoyer_au_paiement(
    *, demandes: Collection[int], envoi: UUID, par: Utilisateur, maintenant: datetime
) -> EnvoiPaiement:
    """Send the aids that were read (ids) to payment; give the sending.

    ``envoi`` comes with the form: sent twice, the first sending is given again. Raises ``PermissionDenied``,
    ``RegleViolee`` when there is nothing or when the person settled one of them (nobody settles and pays),
    ``DossierModifie`` when one of them may not leave any more.
    """
    if not par.has_perm(PAYER):
        raise PermissionDenied
    cles = sorted(set(demandes))
    # In one order, so that two who send wait for one another; the second one then finds the sending of the first.
    verrouillees = DemandeAide.objects.select_for_update(of=("self",)).filter(pk__in=cles).order_by("pk")
    list(verrouillees.values("pk"))
    if deja := EnvoiPaiement.objects.filter(envoi=envoi).first():
        return deja
    if not cles:
        raise RegleViolee("Choisissez au moins une aide à payer.")
    aides = list(DemandeAide.objects.a_payer().filter(pk__in=cles).order_by("pk"))
    if [aide.pk for aide in aides] != cles:
        raise DossierModifie(CHANGE)
    siennes = [aide.reference for aide in aides if aide.liquidee_par_id == par.pk]
    if siennes:
        raise RegleViolee(
            composer(f"Vous avez arrêté le montant de {enumerer(siennes)} : un collègue doit l’envoyer au paiement.")
        )
    parti = EnvoiPaiement.objects.create(
        lance_par=par,
        lance_le=maintenant,
        nombre=len(aides),
        montant=sum((aide.montant_du or ZERO for aide in aides), ZERO),
        envoi=envoi,
    )
    DemandeAide.objects.filter(pk__in=cles).update(paiement=parti)
    LigneJournal.objects.bulk_create(
        preparer_ligne(aide, "Envoyée au paiement", par=par, transition="envoyer") for aide in aides
    )
    return parti


@transaction.atomic
def noter_paiements(
    *, envoi_id: int, demandes: Collection[int], payee_le: date, par: Utilisateur, le: date
) -> list[DemandeAide]:
    """Note that aids of one sending were paid on ``payee_le``; their employers are told. Give those noted now.

    Those already paid are left as they are: a second click notes nothing more. Raises ``RegleViolee`` for a day to
    come or before the sending, or for an aid that is not of this sending.
    """
    if not par.has_perm(PAYER):
        raise PermissionDenied
    envoi = EnvoiPaiement.objects.get(pk=envoi_id)
    if payee_le > le:
        raise RegleViolee("Un paiement ne se note pas avant d’être fait.")
    parti_le = timezone.localtime(envoi.lance_le).date()
    if payee_le < parti_le:
        raise RegleViolee(composer(f"Un paiement ne précède pas son envoi, parti le {jour(parti_le)}."))
    cles = set(demandes)
    if not cles:
        raise RegleViolee("Choisissez au moins une aide payée.")
    aides = list(
        DemandeAide.objects.filter(paiement=envoi, pk__in=cles)
        .select_for_update(of=("self",))
        .select_related("employeur", "demandeur")
        .order_by("pk")
    )
    if {aide.pk for aide in aides} != cles:
        raise RegleViolee("Une des aides choisies n’est pas de cet envoi.")
    attendent = [aide for aide in aides if aide.statut == StatutAide.FORMATION_REALISEE]
    for aide in attendent:
        ligne = aide.franchir(TransitionAide.PAYER, par=par, payee_le=payee_le)
        prevenir(
            aide,
            "aide_payee",
            cle=f"aide-payee:{ligne.pk}",
            contexte={"montant": aide.montant_du, "payee_le": payee_le.isoformat()},
        )
    return attendent
