"""What every act of the Région on an invoice begins and ends with: locked, as it was read, told to who issued it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from comptes.models import Utilisateur
from factures.models import Facture
from factures.queries.emetteurs import courriel_de_facturation
from noyau import courriers
from noyau.erreurs import DossierModifie, RegleViolee

# Key, address, facts.
Lettre = tuple[str, str, dict[str, Any]]
CERTIFIER = "factures.certifier_service_fait"
FINANCES = "factures.envoyer_aux_finances"
CHANGEE = "Quelqu’un a agi sur cette facture depuis que vous l’avez ouverte. Relisez-la avant de continuer."


def verrouiller(facture_id: int, *, par: Utilisateur, droit: str, version: int | None = None) -> Facture:
    """Lock an issued invoice for an officer's act; ``version`` is the last line of its journal they have read.

    Raises ``PermissionDenied`` without the right, ``Facture.DoesNotExist`` out of sight, ``DossierModifie`` when it
    has changed since. Hours, orders and lots stand still by themselves: none of these acts reads them.
    """
    if not par.has_perm(droit):
        raise PermissionDenied
    visibles = Facture.objects.visibles_pour(par).emises()
    facture = visibles.select_for_update(of=("self",), no_key=True).get(pk=facture_id)
    if version is not None and version != version_de(facture):
        raise DossierModifie(CHANGEE)
    return facture


def version_de(facture: Facture) -> int:
    """Give what tells whether somebody has acted since a page was read (1 query)."""
    return facture.historique.values_list("pk", flat=True).first() or 0


def exiger_une_facture(facture: Facture) -> None:
    """Raise ``RegleViolee`` for an avoir, which is neither rejected nor suspended."""
    if facture.corrige_id:
        raise RegleViolee(
            "Un avoir ne se rejette ni ne se suspend : les heures qu’il reprend à tort reviennent d’elles-mêmes dans "
            "la facture suivante."
        )


def exiger_d_etre_en_cours(facture: Facture) -> None:
    """Raise ``RegleViolee`` while a suspension lasts: what is missing has not come."""
    if facture.suspensions.filter(fin=None).exists():
        raise RegleViolee("Cette facture est suspendue : reprenez d’abord le délai.")


def prevenir_l_emetteur(facture: Facture, modele: str, *, cle: str, contexte: dict[str, Any]) -> None:
    """Write to whoever answers for the invoices of the mandataire; a body without any address reads its pages."""
    courriers.deposer_plusieurs(modele, lettres_a_l_emetteur(facture, cle=cle, contexte=contexte))


def lettres_a_l_emetteur(facture: Facture, *, cle: str, contexte: dict[str, Any]) -> list[Lettre]:
    """Give the letter of ``prevenir_l_emetteur`` without putting it in the outbox, for who writes many at once."""
    organisme, bon = facture.emetteur, facture.bon
    destinataire = courriel_de_facturation(organisme)
    if not destinataire:
        return []
    commun = {
        "numero": facture.numero,
        "organisme": organisme.nom,
        "bon": bon.numero,
        "lot": bon.lot.numero,
        "lot_intitule": bon.lot.intitule,
        "mois": facture.mois.isoformat(),
        "montant": str(facture.montant_ttc),
        "chemin": reverse("factures:facture", args=[facture.pk]),
    }
    return [(cle, destinataire, {**commun, **contexte})]
