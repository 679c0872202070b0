"""An intention ends by itself: nobody took it in time, and nobody said that it still stood (domaine.md §3)."""

from intentions.actions.prevenir import prevenir_de_la_fin
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.documents import contexte_accuse
from intentions.queries.interlocuteurs import chemin_reponse, courriel_de_l_employeur
from noyau import courriers


def expirer(intention: IntentionEmbauche, *, raison: str) -> None:
    """Let an intention end, for ``raison`` (the end of a sentence, that its employer reads).

    The employer may reopen it in one click; training bodies that counted on it are told. Whoever calls has locked it.
    """
    a_prendre = intention.statut == StatutIntention.RECEVABLE
    motif = f"{raison[:1].upper()}{raison[1:]}"
    ligne = intention.franchir(TransitionIntention.EXPIRER, par=None, motif=motif)
    if a_prendre:
        fin = "L’employeur n’a pas dit si elle tenait toujours, ou sa dérogation a pris fin."
        prevenir_de_la_fin(intention, cle=f"expiration:{ligne.pk}", raison=fin)
    destinataire = courriel_de_l_employeur(intention)
    if destinataire:
        courriers.deposer(
            modele="intention_expiree",
            cle=f"intention-expiree:{ligne.pk}",
            destinataire=destinataire,
            contexte={
                **contexte_accuse(intention),
                "raison": raison,
                "chemin_reponse": chemin_reponse(intention, destinataire),
            },
        )
