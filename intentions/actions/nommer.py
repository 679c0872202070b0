"""The employer agrees to be named beside the session its posts are behind, or takes it back."""

from django.db import transaction

from comptes.models import Utilisateur
from intentions import signaux
from intentions.actions.redaction import relire
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries.confirmation import est_transmise_par
from noyau import journal
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer

NOM_PUBLIC = "nom_public"
# Over, refused or withdrawn: no session shows its employer any more.
NOMMABLES = frozenset(
    {
        StatutIntention.DEPOSEE,
        StatutIntention.A_COMPLETER,
        StatutIntention.DEROGATION_DEMANDEE,
        StatutIntention.RECEVABLE,
        StatutIntention.ENGAGEE,
        StatutIntention.SATISFAITE,
    }
)


@transaction.atomic
def changer_le_nom_public(*, intention_id: int, nom_public: bool, par: Utilisateur) -> bool:
    """Show the employer's name to everybody, or no more, at once; give whether anything changed (a second click).

    The journal keeps that it was said, never the name. Raises ``IntentionEmbauche.DoesNotExist`` when ``par`` may not
    write in it, ``RegleViolee`` for whoever transmits it and once it lives no more.
    """
    # What shows the name belongs to the session: locked first, in the order of every act.
    signaux.avant_desistement.send(sender=IntentionEmbauche, intention_id=intention_id)
    intention = relire(intention_id, par=par)
    if est_transmise_par(intention, par):
        raise RegleViolee(composer("Vous transmettez cette intention : c’est à l’employeur de le dire."))
    if intention.statut not in NOMMABLES:
        raise RegleViolee("Cette intention ne se montre nulle part : il n’y a rien à changer.")
    if intention.nom_public == nom_public:
        return False
    intention.nom_public = nom_public
    intention.save(update_fields=["nom_public", "modifie_le"])
    dit = "Accepte que son nom soit montré au public" if nom_public else "Ne veut plus que son nom soit montré"
    journal.noter(intention, dit, par=par, transition=NOM_PUBLIC)
    return True
