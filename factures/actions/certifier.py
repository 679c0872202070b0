"""The service fait: an officer attests, line by line, that the hours invoiced were done (domaine.md §1, §3)."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from factures.actions.region import (
    CERTIFIER,
    exiger_d_etre_en_cours,
    exiger_une_facture,
    verrouiller,
)
from factures.actions.rejeter import rejeter
from factures.automates import FACTURE
from factures.enums import ServiceFait, TransitionFacture
from factures.models import Facture, LigneFacture
from factures.queries.file import sans_suite
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from referentiels.regles.typographie import composer, compter

MOTIF_MAX = 1000


@transaction.atomic
def controler_service_fait(
    *, facture_id: int, avis: Mapping[int, str], par: Utilisateur, le: date, version: int | None = None
) -> Facture:
    """Note what an officer says of lines (id → reason it was not done, empty when it was); give the invoice.

    One line not done rejects the whole, with the reasons; all lines done certify it; otherwise the rest waits.
    Raises ``RegleViolee`` (nothing said, suspended, already taken back by an avoir), ``TransitionImpossible`` when it
    was controlled meanwhile, ``DossierModifie`` when it has changed since it was read.
    """
    facture = verrouiller(facture_id, par=par, droit=CERTIFIER, version=version)
    # Said first, by the table: an invoice already controlled is not « suspended », it is controlled.
    FACTURE.arrivee(TransitionFacture.CERTIFIER, facture.statut)
    lignes = {ligne.pk: ligne for ligne in facture.lignes.order_by("rang")}
    dits = {pk: raison.strip() for pk, raison in avis.items() if pk in lignes}
    if not dits:
        raise RegleViolee("Dites d’abord, pour une ligne au moins, si le service est fait.")
    exiger_d_etre_en_cours(facture)
    refusees = {pk: raison for pk, raison in dits.items() if raison}
    _accepter(facture, [pk for pk in dits if pk not in refusees])
    if refusees:
        exiger_une_facture(facture)
        rejeter(facture, motif=_motif(lignes, refusees), par=par, le=le, lignes=refusees)
        return facture
    if sans_suite().filter(pk=facture.pk).exists():
        raise RegleViolee("Une facture et ses avoirs s’annulent ici avant tout envoi : il n’y a rien à certifier.")
    attendent = facture.lignes.exclude(service_fait=ServiceFait.ACCEPTE).count()
    if attendent:
        noter(facture, composer(f"Contrôle commencé : il reste {compter(attendent, 'ligne')}"), par=par)
    else:
        facture.franchir(TransitionFacture.CERTIFIER, par=par, service_fait_le=le)
    return facture


@transaction.atomic
def revenir_sur_le_service_fait(
    *, facture_id: int, motif: str, par: Utilisateur, version: int | None = None
) -> Facture:
    """Undo a certification made by mistake, until the invoice is sent; its lines are to be controlled again."""
    facture = verrouiller(facture_id, par=par, droit=CERTIFIER, version=version)
    if facture.envoi_id:
        raise RegleViolee("Cette facture est partie aux finances : elle ne peut plus qu’être rejetée.")
    if not motif.strip():
        raise RegleViolee("Dites pourquoi vous revenez sur le service fait.")
    facture.franchir(TransitionFacture.REVENIR, par=par, motif=motif.strip(), service_fait_le=None)
    facture.lignes.update(service_fait=ServiceFait.ATTENTE)
    return facture


def _accepter(facture: Facture, lignes: list[int]) -> None:
    LigneFacture.objects.filter(facture=facture, pk__in=lignes).update(
        service_fait=ServiceFait.ACCEPTE, motif_rejet=""
    )


def _motif(lignes: Mapping[int, LigneFacture], refusees: Mapping[int, str]) -> str:
    """The reasons, line by line, in the order of the invoice; what does not fit is read on the lines themselves."""
    raisons = [f"Ligne {ligne.rang} : {refusees[pk]}" for pk, ligne in lignes.items() if pk in refusees]
    motif = "\n".join(raisons)
    return motif if len(motif) <= MOTIF_MAX else f"{motif[: MOTIF_MAX - 1]}…"
