"""What an officer decides on an intention, and what the employer may take back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes import acces
from comptes.models import Utilisateur
from intentions.actions.deposer import prevenir_organisme
from intentions.actions.redaction import relire
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.documents import contexte_accuse
from noyau import courriers
from noyau.erreurs import RegleViolee


@transaction.atomic
def trancher_derogation(*, intention_id: int, accordee: bool, motif: str, par: Utilisateur) -> IntentionEmbauche:
    """Grant or refuse the derogation an intention waits for (domaine.md §3); the employer reads why.

    Raises ``PermissionDenied`` for anyone but an officer who has the right to, ``RegleViolee`` without a reason,
    ``TransitionImpossible`` when somebody has already decided.
    """
    if not (acces.est_agent(par) and par.has_perm("intentions.trancher_derogation")):
        raise PermissionDenied
    if not motif.strip():
        raise RegleViolee("Écrivez le motif de votre décision : l’employeur le lira.")
    intention = IntentionEmbauche.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=intention_id)
    # Refusing is open from « déposée » too: what is decided here is a derogation, so both answers need it to be asked.
    intention.automate.arrivee(TransitionIntention.ACCORDER_DEROGATION, intention.statut)
    transition = TransitionIntention.ACCORDER_DEROGATION if accordee else TransitionIntention.REFUSER
    ligne = intention.franchir(transition, par=par, motif=motif)
    courriers.deposer(
        modele="decision_intention",
        cle=f"decision-intention:{ligne.pk}",
        destinataire=intention.contact_courriel or intention.deposant.email,
        contexte={**contexte_accuse(intention), "accordee": accordee, "motif": motif},
    )
    if accordee:
        prevenir_organisme(intention, cle=f"intention-adressee:{ligne.pk}")
    return intention


@transaction.atomic
def retirer_intention(*, intention_id: int, motif: str, par: Utilisateur) -> IntentionEmbauche:
    """The employer withdraws (désistement); the training body it had chosen is told.

    Raises ``RegleViolee`` when a session already counts on its posts: that training body must hear of it first.
    """
    intention = relire(intention_id, par=par)
    if intention.statut == StatutIntention.ENGAGEE:
        raise RegleViolee(
            "Une session de formation compte sur vos postes. Prévenez l’organisme qui l’a demandée : "
            "son nom figure sur cette page."
        )
    ligne = intention.franchir(TransitionIntention.SE_DESISTER, par=par, motif=motif)
    if intention.organisme_choisi and intention.organisme_choisi.courriel:
        courriers.deposer(
            modele="intention_retiree",
            cle=f"desistement:{ligne.pk}",
            destinataire=intention.organisme_choisi.courriel,
            contexte={**contexte_accuse(intention), "motif": motif},
        )
    return intention
