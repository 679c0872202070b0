"""What must hold before a filed intention is written in: it is as its writer read it, and the employer can be reached.

Two tabs, two people: who writes on an intention that has changed since they read it is told, and loses nothing.
"""

from collections.abc import Collection

from comptes.models import Utilisateur
from intentions.actions.transmettre import exiger_contact_de_l_employeur
from intentions.models import IntentionEmbauche, Partenaire
from intentions.queries.changements import Changement
from intentions.queries.confirmation import concurrent_retenu, est_transmise_par
from noyau.erreurs import DossierModifie, RegleViolee
from referentiels.regles.typographie import composer


def exiger_version(intention: IntentionEmbauche, lu: str | None) -> None:
    """Raise ``DossierModifie`` unless ``lu`` (``IntentionEmbauche.version`` when it was read, or None) still holds."""
    if lu is not None and lu != intention.version:
        raise DossierModifie(
            "Cette intention a changé entre-temps, par vous dans une autre fenêtre ou par une autre personne. "
            "Vos réponses sont gardées ci-dessous : relisez-les, puis envoyez de nouveau."
        )


def exiger_contact(intention: IntentionEmbauche, ecarts: Collection[Changement], *, par: Utilisateur) -> None:
    """Raise ``RegleViolee`` when who transmits puts an address of its own in place of the employer's."""
    courriel = next((ecart.apres for ecart in ecarts if ecart.champ == "contact_courriel"), None)
    if courriel is not None and intention.partenaire and est_transmise_par(intention, par):
        exiger_contact_de_l_employeur(intention.partenaire, courriel)


def exiger_sans_concurrent(
    intention: IntentionEmbauche, *, par: Utilisateur | None, partenaire: Partenaire | None = None
) -> None:
    """Raise ``RegleViolee`` when a training body that transmits acts on what the employer gave to another one."""
    if retenu := concurrent_retenu(intention, par=par, partenaire=partenaire):
        raise RegleViolee(
            composer(f"L’employeur compte sur {retenu.nom} : c’est à lui de corriger ou de retirer cette intention.")
        )
