"""Telling training bodies that an intention they count on has changed."""

from collections.abc import Sequence

from intentions.actions.deposer import prevenir_organisme
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries.changements import RESERVES, Changement
from intentions.queries.documents import contexte_accuse
from intentions.queries.interlocuteurs import organismes_concernes
from noyau import courriers
from noyau.journal import LigneJournal
from referentiels.models import OrganismeFormation


def annoncer_correction(
    intention: IntentionEmbauche,
    ecarts: Sequence[Changement],
    *,
    ligne: LigneJournal,
    deja_recue: bool,
    avant: OrganismeFormation | None,
) -> None:
    """Tell those concerned what changed, each once, keyed by the journal line ``ligne``.

    ``deja_recue``: it was recevable before, so that training bodies knew of it; ``avant``: the one chosen then. A body
    chosen only now, or for the first time able to take it, hears of it as of a new intention.
    """
    if intention.statut == StatutIntention.RECEVABLE and not (deja_recue and intention.organisme_choisi == avant):
        prevenir_organisme(intention, cle=f"intention-adressee:{ligne.pk}")
    dits = [
        {"libelle": ecart.libelle, "avant": ecart.avant, "apres": ecart.apres}
        for ecart in ecarts
        if ecart.champ not in RESERVES
    ]
    if not deja_recue or not dits:
        return
    for organisme in _au_courant(intention, avant):
        courriers.deposer(
            modele="intention_corrigee",
            cle=f"intention-corrigee:{ligne.pk}:{organisme.pk}",
            destinataire=organisme.courriel,
            contexte={
                **contexte_accuse(intention),
                "changements": dits,
                "etat": intention.get_statut_display(),
                "recevable": intention.statut in {StatutIntention.RECEVABLE, StatutIntention.ENGAGEE},
                "adressee": avant == intention.organisme_choisi or organisme != avant,
            },
            groupable=True,
        )


def _au_courant(intention: IntentionEmbauche, avant: OrganismeFormation | None) -> list[OrganismeFormation]:
    """Those it concerned before the change, and the one engaged, that can be written to."""
    nouveau = intention.organisme_choisi
    concernes = [
        organisme for organisme in organismes_concernes(intention) if organisme != nouveau or nouveau == avant
    ]
    tous = [organisme for organisme in (avant, intention.organisme_engage, *concernes) if organisme]
    return list({organisme.pk: organisme for organisme in tous if organisme.courriel}.values())
