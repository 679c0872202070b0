"""The Région reads what trainees wrote, and what training bodies answer, before either is shown.

Each act says which words were read: what was changed meanwhile is read again rather than published unseen.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from insertion.enums import RaisonEcart, TransitionAvis
from insertion.models import AvisStagiaire
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from noyau.journal import noter

MODERER = "insertion.moderer_avis"
PUBLIER, ECARTER = "publier", "ecarter"
LOT_MAX = 50


class Lu(NamedTuple):
    """What an officer read: the opinion, the instant its words were written, and whether it is the answer."""

    avis: int
    ecrit_le: datetime
    reponse: bool = False


class Resultat(NamedTuple):
    """What came of one line of a batch; ``motif`` says why nothing was done."""

    avis: int
    motif: str = ""


def moderer_plusieurs(lus: Iterable[Lu], *, acte: str, raison: str, par: Utilisateur) -> list[Resultat]:
    """Publish, or set aside, what was read, each in its own transaction; give what came of each, in order.

    Raises ``PermissionDenied`` without the right, ``RegleViolee`` without a reason to set aside.
    """
    if acte == ECARTER and raison not in RaisonEcart.values:
        raise RegleViolee("Choisissez une raison dans la liste.")
    return [_un(lu, acte=acte, raison=raison, par=par) for lu in list(lus)[:LOT_MAX]]


def _un(lu: Lu, *, acte: str, raison: str, par: Utilisateur) -> Resultat:
    try:
        moderer(lu, acte=acte, raison=raison, par=par)
    except AvisStagiaire.DoesNotExist:
        return Resultat(lu.avis, "Cet avis n’existe plus, ou son texte a été effacé.")
    except RegleViolee as refus:
        return Resultat(lu.avis, str(refus))
    return Resultat(lu.avis)


@transaction.atomic
def moderer(lu: Lu, *, acte: str, raison: str = "", par: Utilisateur) -> AvisStagiaire:
    """Publish or set aside one comment, or the answer to it; the other way round later is allowed.

    Raises ``PermissionDenied`` without the right, ``AvisStagiaire.DoesNotExist``, ``RegleViolee`` when the words
    changed since they were read or without a reason, ``TransitionImpossible`` when it is done already.
    """
    if not par.has_perm(MODERER):
        raise PermissionDenied
    if acte == ECARTER and raison not in RaisonEcart.values:
        raise RegleViolee("Choisissez une raison dans la liste.")
    avis = AvisStagiaire.objects.commentes().select_for_update(of=("self",), no_key=True).get(pk=lu.avis)
    if (avis.repondu_le if lu.reponse else avis.le) != lu.ecrit_le:
        raise RegleViolee("Le texte a changé depuis que vous l’avez lu : relisez-le.")
    motif = RaisonEcart(raison).label if acte == ECARTER else ""
    if lu.reponse:
        _moderer_la_reponse(avis, acte=acte, raison=raison, motif=motif, par=par)
    else:
        avis.franchir(TransitionAvis.ECARTER if acte == ECARTER else TransitionAvis.PUBLIER, par=par, motif=motif)
    return avis


def _moderer_la_reponse(avis: AvisStagiaire, *, acte: str, raison: str, motif: str, par: Utilisateur) -> None:
    if not avis.reponse:
        raise RegleViolee("Il n’y a plus de réponse à lire.")
    avis.reponse_ecart = raison if acte == ECARTER else ""
    avis.reponse_publiee_le = None if acte == ECARTER else maintenant()
    avis.save(update_fields=["reponse_ecart", "reponse_publiee_le"])
    dit = "Réponse écartée" if acte == ECARTER else "Réponse publiée"
    noter(avis, dit, par=par, transition=f"{acte}_reponse", motif=motif)
