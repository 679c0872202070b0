"""What an officer asks an employer to say again, question by question."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from comptes import acces
from comptes.models import Utilisateur
from intentions.actions.complements import ecrire_demandes
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.confirmation import courriel_du_partenaire
from intentions.queries.documents import contexte_accuse
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from intentions.regles.champs import LIBELLES, QUESTIONS, citer
from intentions.regles.echeances import echeances
from noyau import courriers
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.horloge import maintenant
from noyau.journal import LigneJournal
from referentiels.queries.reglement import reglement_au


@transaction.atomic
def demander_complement(
    *, intention_id: int, demandes: Sequence[tuple[str, str]], par: Utilisateur, le: date, lu: int | None = None
) -> IntentionEmbauche:
    """Send an intention back for some answers; ``demandes`` are pairs of a question's code and the comment beside it.

    ``lu`` is the last journal line the officer has read. The employer reads each question and its comment, and whoever
    transmitted the intention too. Raises ``RegleViolee`` without a question or a comment, ``DossierModifie`` when the
    file has changed since, ``TransitionImpossible`` from a state where nothing may be asked, ``PermissionDenied``
    without the right to decide.
    """
    if not (acces.est_agent(par) and par.has_perm("intentions.trancher_derogation")):
        raise PermissionDenied
    _exiger_des_questions(demandes)
    intention = IntentionEmbauche.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=intention_id)
    # From « déposée » only the rules ask.
    intention.automate.arrivee(TransitionIntention.CORRIGER, intention.statut)
    derniere = intention.historique.first()
    if derniere and lu not in {None, derniere.pk}:
        raise DossierModifie(
            f"Ce dossier a changé depuis votre lecture : « {derniere.libelle} » par {derniere.par_nom}. "
            "Relisez-le, puis demandez de nouveau."
        )
    ligne = intention.franchir(
        TransitionIntention.DEMANDER_COMPLEMENT,
        par=par,
        motif=citer("Précisions demandées", [LIBELLES[champ] for champ, _ in demandes]),
        modifie_le=maintenant(),
        **echeances(StatutIntention.A_COMPLETER, reglement=reglement_au(le), le=le)._asdict(),
    )
    ecrire_demandes(intention, dict(demandes), par=par, instant=maintenant())
    _ecrire_a_qui_repond(intention, demandes, ligne, par=par, le=le)
    return intention


def _exiger_des_questions(demandes: Sequence[tuple[str, str]]) -> None:
    if not demandes:
        raise RegleViolee("Choisissez une réponse à préciser, et dites ce que vous attendez.")
    champs = [champ for champ, _ in demandes]
    if len(set(champs)) < len(champs):
        raise RegleViolee("La même réponse est demandée deux fois : réunissez vos commentaires.")
    if not set(champs) <= set(QUESTIONS) or not all(commentaire.strip() for _, commentaire in demandes):
        raise RegleViolee("Dites, pour chaque réponse, ce que vous attendez : l’employeur le lira à côté du champ.")


def _ecrire_a_qui_repond(
    intention: IntentionEmbauche,
    demandes: Sequence[tuple[str, str]],
    ligne: LigneJournal,
    *,
    par: Utilisateur,
    le: date,
) -> None:
    contexte = {
        **contexte_accuse(intention),
        "demandes": [{"libelle": LIBELLES[champ], "commentaire": commentaire} for champ, commentaire in demandes],
        "partenaire": intention.partenaire.nom if intention.partenaire else "",
        "suivi_par": par.get_full_name(),
        "suivi_telephone": par.telephone,
        "suivi_courriel": par.email,
        "demande_le": le.isoformat(),
        "chemin": reverse("intentions:completer", args=[intention.pk]),
    }
    lecteurs = [courriel_de_l_employeur(intention), courriel_du_partenaire(intention)]
    for rang, destinataire in enumerate(filter(None, dict.fromkeys(lecteurs))):
        courriers.deposer(
            modele="precisions_intention",
            cle=f"precisions:{ligne.pk}:{rang}",
            destinataire=destinataire,
            contexte=contexte,
        )
