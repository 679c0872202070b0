"""The employer withdraws (désistement, FAQ §6): whoever counts on its posts is told at once."""

from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from intentions import signaux
from intentions.actions.lien import relire_pour, signer_par_lien
from intentions.actions.prevenir import prevenir_des_retraits
from intentions.actions.versions import exiger_sans_concurrent
from intentions.enums import TransitionIntention
from intentions.models import IntentionEmbauche, Partenaire
from intentions.queries.documents import contexte_accuse
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau import courriers


@transaction.atomic
def retirer_intention(
    *,
    intention_id: int,
    motif: str,
    par: Utilisateur | None,
    le: date,
    courriel: str = "",
    partenaire: Partenaire | None = None,
) -> IntentionEmbauche:
    """Withdraw a live intention, engaged or not (domaine.md §3).

    By ``par``, who writes in it, or without an account by the personal link sent to ``courriel``, or by the machine of
    the ``partenaire`` that transmits it. A session that has
    not started loses its posts; one that has goes on (``intentions.signaux``). Raises
    ``IntentionEmbauche.DoesNotExist`` when it is not theirs, ``TransitionImpossible`` when it no longer lives.
    """
    signaux.avant_desistement.send(sender=IntentionEmbauche, intention_id=intention_id)
    intention = relire_pour(intention_id, par=par, courriel=courriel, partenaire=partenaire)
    intention.automate.arrivee(TransitionIntention.SE_DESISTER, intention.statut)
    exiger_sans_concurrent(intention, par=par, partenaire=partenaire)
    signaux.desistement.send(sender=IntentionEmbauche, intention=intention, par=par, motif=motif, le=le)
    ligne = intention.franchir(
        TransitionIntention.SE_DESISTER,
        par=par,
        motif=signer_par_lien(motif, par, partenaire=partenaire),
        organisme_engage=None,
    )
    prevenir_des_retraits(intention, motif=motif)
    destinataire = courriel_de_l_employeur(intention)
    qui = par.get_full_name() if par else partenaire.nom if partenaire else ""
    if qui and destinataire and not (par and par.email.lower() == destinataire.lower()):
        # Somebody withdrew it for the person to be reached: a colleague, or the partner that transmits it.
        courriers.deposer(
            modele="retrait_enregistre",
            cle=f"retrait-enregistre:{ligne.pk}",
            destinataire=destinataire,
            contexte={**contexte_accuse(intention), "motif": motif, "retiree_par": qui},
        )
    return intention
