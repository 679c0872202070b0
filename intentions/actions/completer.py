"""Answering what an intention was asked: only the questions asked are open, and the file is judged again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from intentions.actions.accuser import accuser_reception
from intentions.actions.annoncer import annoncer_correction
from intentions.actions.deposer import inscrire_verdict
from intentions.actions.etablissement import repondre_insertion
from intentions.actions.redaction import relire
from intentions.actions.solliciter import annuler_confirmation
from intentions.actions.versions import exiger_contact, exiger_sans_concurrent, exiger_version
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.attentes import champs_ouverts
from intentions.queries.changements import changements
from intentions.regles.champs import QUESTIONS
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant


@transaction.atomic
def completer_intention(
    *,
    intention_id: int,
    reponses: Mapping[str, Any],
    par: Utilisateur,
    le: date,
    insertion: tuple[bool, bool] | None = None,
    lu: str | None = None,
) -> IntentionEmbauche:
    """Save the answers to what was asked (``reponses``: fields of the model) and file again under the same number.

    ``insertion`` says whether the establishment is an insertion structure, and whether an ETTI, where that was asked;
    ``lu`` is the version the person read. Gives the intention in the state its new verdict leads to; a question left
    out stays asked. Raises ``TransitionImpossible`` when nothing is asked any more, ``DossierModifie`` when it has
    changed since, ``RegleViolee`` for an answer that was not asked.
    """
    intention = relire(intention_id, par=par)
    if intention.statut != StatutIntention.A_COMPLETER:
        raise TransitionImpossible("Cette intention n’attend plus de réponse : voici où elle en est.")
    exiger_sans_concurrent(intention, par=par)
    exiger_version(intention, lu)
    if not set(reponses) <= champs_ouverts(intention):
        raise RegleViolee("Seules les réponses demandées se complètent ici.")
    ecarts = changements(intention, reponses)
    exiger_contact(intention, ecarts, par=par)
    deja_recue = intention.historique.filter(arrivee=StatutIntention.RECEVABLE).exists()
    organisme = intention.organisme_choisi
    repondues = [code for code, question in QUESTIONS.items() if set(question.champs) & set(reponses)]
    employeur = reponses.get("employeur") or intention.employeur
    if insertion and employeur:
        siae, etti = insertion
        repondre_insertion(employeur_id=employeur.pk, siae=siae, etti=etti, par=par)
        employeur.refresh_from_db(fields=["siae", "etti"])
        repondues.append("insertion")
    intention.champs_demandes.filter(repondu_le=None, champ__in=repondues).update(repondu_le=maintenant())
    if ecarts:
        annuler_confirmation(intention, par=par)
    intention.franchir(TransitionIntention.COMPLETER, par=par, modifie_le=maintenant(), **reponses)
    ligne = inscrire_verdict(intention, le=le, changes={ecart.champ for ecart in ecarts})
    accuser_reception(intention, par=par, cle=f"intention:{ligne.pk}")
    annoncer_correction(intention, ecarts, ligne=ligne, deja_recue=deja_recue, avant=organisme)
    return intention
