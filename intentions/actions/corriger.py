"""Correcting a filed intention: whom to call changes freely, the offer is judged again."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from intentions.actions.accuser import accuser_reception
from intentions.actions.annoncer import annoncer_correction
from intentions.actions.deposer import inscrire_verdict
from intentions.actions.redaction import relire
from intentions.actions.solliciter import annuler_confirmation, demander_confirmation
from intentions.actions.versions import exiger_contact, exiger_sans_concurrent, exiger_version
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.changements import CONTACT, RESERVES, Changement, changements
from intentions.queries.confirmation import est_l_employeur
from intentions.regles.champs import QUESTIONS, citer
from noyau import journal
from noyau.erreurs import TransitionImpossible
from noyau.horloge import maintenant


@transaction.atomic
def corriger_intention(
    *, intention_id: int, reponses: Mapping[str, Any], par: Utilisateur, le: date, lu: str | None = None
) -> list[Changement]:
    """Change the answers of a filed intention (``reponses``: fields of the model); give what really changed.

    Contact details alone leave the state as it is. Anything else is judged again by the law of ``le``, which may lead
    to another state. Raises ``TransitionImpossible`` once the intention may no longer change, ``DossierModifie`` when
    it has changed since the version ``lu``.
    """
    intention = relire(intention_id, par=par)
    if not intention.contact_modifiable:
        raise TransitionImpossible("Cette intention ne se corrige plus : voici où elle en est.")
    exiger_sans_concurrent(intention, par=par)
    exiger_version(intention, lu)
    ecarts = changements(intention, reponses)
    if not ecarts:
        return []
    exiger_contact(intention, ecarts, par=par)
    champs = {ecart.champ for ecart in ecarts}
    if "commune" in champs:
        champs.add("departement")
    nouvelles = {champ: reponses[champ] for champ in champs if champ in reponses}
    if champs <= CONTACT and not confirmation_menacee(intention, champs, par=par):
        _changer_le_contact(intention, nouvelles, ecarts, par=par)
        return ecarts
    organisme = intention.organisme_choisi
    deja_recue = intention.statut == StatutIntention.RECEVABLE
    annuler_confirmation(intention, par=par)
    _clore_les_demandes(intention, champs)
    # By name only: the journal is read by more people than the file.
    motif = citer("Ce qui a changé", [ecart.libelle for ecart in ecarts if ecart.champ not in RESERVES])
    intention.franchir(TransitionIntention.CORRIGER, par=par, motif=motif, modifie_le=maintenant(), **nouvelles)
    ligne = inscrire_verdict(intention, le=le, changes=champs)
    accuser_reception(intention, par=par, cle=f"intention:{ligne.pk}")
    annoncer_correction(intention, ecarts, ligne=ligne, deja_recue=deja_recue, avant=organisme)
    return ecarts


def confirmation_menacee(intention: IntentionEmbauche, champs: set[str], *, par: Utilisateur) -> bool:
    """Tell whether changing ``champs`` undoes the employer's confirmation: ``par`` transmits, and what the employer
    confirmed, or the address it answered from, is no longer the same."""
    if not (intention.partenaire_id and intention.ecrit_employeur) or champs <= CONTACT - {"contact_courriel"}:
        return False
    return not est_l_employeur(intention, par)


def _changer_le_contact(
    intention: IntentionEmbauche, nouvelles: Mapping[str, Any], ecarts: Sequence[Changement], *, par: Utilisateur
) -> None:
    for champ, valeur in nouvelles.items():
        setattr(intention, champ, valeur)
    intention.save(update_fields=[*nouvelles, "modifie_le"])
    _clore_les_demandes(intention, set(nouvelles))
    ligne = journal.noter(intention, "Coordonnées modifiées", par=par, transition="corriger")
    if "contact_courriel" in nouvelles:
        demander_confirmation(intention, cle=f"confirmation:contact:{ligne.pk}")
    # Those who count on it must be able to call: the one engaged, or the one chosen once it could take it.
    deja_recue = intention.statut in {StatutIntention.RECEVABLE, StatutIntention.ENGAGEE}
    annoncer_correction(intention, ecarts, ligne=ligne, deja_recue=deja_recue, avant=intention.organisme_choisi)


def _clore_les_demandes(intention: IntentionEmbauche, champs: set[str]) -> None:
    """Correcting an answer that was asked again answers it."""
    repondues = [code for code, question in QUESTIONS.items() if set(question.champs) & champs]
    intention.champs_demandes.filter(repondu_le=None, champ__in=repondues).update(repondu_le=maintenant())
