"""The bilan after the training: written in several goes, then sent with its proofs."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from aides.actions.rediger import ecrire_fiche, relire
from aides.enums import CategoriePiece, StatutAide, TransitionAide
from aides.models import BilanFormation, DemandeAide
from aides.queries.avancement import pieces_de
from aides.queries.lettre import contexte_courriel
from aides.regles.pieces import Etape, manquantes
from comptes.models import Utilisateur
from noyau import courriers
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.templatetags.maison import dans_la_phrase
from referentiels.regles.typographie import composer

_PAS_ACCORDEE = "Le bilan de cette demande ne s’écrit pas, ou plus : voici où elle en est."
_MANQUES = {
    "debut": "le premier jour de la formation",
    "fin": "le dernier jour de la formation",
    "heures": "les heures faites",
    "cout": "le coût facturé",
    "contrat_en_cours": "si la personne est toujours en poste",
    "deroulement": "comment la formation s’est passée",
}


@transaction.atomic
def enregistrer_bilan(*, demande_id: int, par: Utilisateur, champs: Mapping[str, Any], lu: str = "") -> BilanFormation:
    """Save what was reported so far. Raises ``TransitionImpossible`` when the aid is not granted, or the bilan sent;
    ``DossierModifie`` when the request has changed since its page was read."""
    demande = _accordee(demande_id, par=par, lu=lu)
    bilan = BilanFormation.objects.filter(demande=demande).first() or BilanFormation(demande=demande)
    ecrire_fiche(bilan, {**champs, "par": par})
    demande.save(update_fields=["modifie_le"])
    return bilan


@transaction.atomic
def envoyer_bilan(*, demande_id: int, par: Utilisateur, le: date, lu: str = "") -> DemandeAide:
    """Send the bilan with its proofs: what is due is then settled by an officer.

    Raises ``TransitionImpossible`` when it was sent already, ``RegleViolee`` with all that is missing, or before the
    training is over.
    """
    _accordee(demande_id, par=par)
    demande = relire(demande_id, par=par, lu=lu)
    bilan = BilanFormation.objects.filter(demande=demande).first()
    manques = manques_du_bilan(demande, bilan)
    if manques:
        raise RegleViolee(*(composer(f"Il manque : {manque}.") for manque in manques))
    if bilan is None or bilan.fin is None or bilan.fin > le:
        raise RegleViolee("La formation n’est pas finie : envoyez le bilan après son dernier jour.")
    instant = maintenant()
    bilan.envoye_le, bilan.par = instant, par
    bilan.save(update_fields=["envoye_le", "par", "modifie_le"])
    ligne = demande.franchir(TransitionAide.DECLARER_REALISEE, par=par, modifie_le=instant)
    courriers.deposer(
        modele="aide_bilan_recu",
        cle=f"aide-bilan:{ligne.pk}",
        destinataire=par.email,
        contexte={**contexte_courriel(demande), "contact": par.get_full_name()},
    )
    return demande


def manques_du_bilan(demande: DemandeAide, bilan: BilanFormation | None) -> list[str]:
    """Return what is missing before the bilan can leave, in words; a tutoring has no cost."""
    attendus = [nom for nom in _MANQUES if nom != "cout" or demande.dispositif == "pef"]
    manques = [_MANQUES[nom] for nom in attendus if getattr(bilan, nom, None) in (None, "")]
    if bilan is not None and bilan.contrat_en_cours is False and bilan.contrat_fini_le is None:
        manques.append("le jour où le contrat a fini")
    if bilan is not None and bilan.heures is not None and bilan.heures < Decimal(0):
        manques.append("les heures faites")
    presentes = {piece.categorie for piece in pieces_de(demande)}
    return [
        *manques,
        *(
            dans_la_phrase(CategoriePiece(code).label)
            for code in manquantes(demande.dispositif, Etape.BILAN, presentes)
        ),
    ]


def _accordee(demande_id: int, *, par: Utilisateur, lu: str = "") -> DemandeAide:
    demande = relire(demande_id, par=par)
    if demande.statut != StatutAide.ACCORDEE:
        raise TransitionImpossible(_PAS_ACCORDEE)
    return relire(demande_id, par=par, lu=lu) if lu else demande
