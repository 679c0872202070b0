"""Writing an intention step by step: nothing typed is lost, and it can be taken up on another device."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from noyau.erreurs import TransitionImpossible
from noyau.televersement import oublier_pieces


def relire(intention_id: int, *, par: Utilisateur) -> IntentionEmbauche:
    """Lock an intention that ``par`` may write in. Raises ``IntentionEmbauche.DoesNotExist`` when it is not theirs."""
    return IntentionEmbauche.objects.modifiables_par(par).select_for_update(of=("self",)).get(pk=intention_id)


def ouvrir_brouillon(*, par: Utilisateur, champs: Mapping[str, Any]) -> IntentionEmbauche:
    """Create a draft with what is known so far (``champs``: fields of the model)."""
    return IntentionEmbauche.objects.create(
        deposant=par,
        **{
            "contact_nom": par.get_full_name(),
            "contact_courriel": par.email,
            "contact_telephone": par.telephone,
            **champs,
        },
    )


@transaction.atomic
def enregistrer_reponses(*, intention_id: int, par: Utilisateur, champs: Mapping[str, Any]) -> IntentionEmbauche:
    """Save the answers of one step. Raises ``TransitionImpossible`` once it is no longer open to changes."""
    intention = relire(intention_id, par=par)
    if not intention.modifiable:
        raise TransitionImpossible("Cette intention est déjà déposée : ses réponses ne se modifient plus ici.")
    for nom, valeur in champs.items():
        setattr(intention, nom, valeur)
    intention.save(update_fields=[*champs, "modifie_le"])
    return intention


@transaction.atomic
def supprimer_brouillon(*, intention_id: int, par: Utilisateur) -> None:
    """Throw a draft away. Raises ``TransitionImpossible`` when it has been filed: an intention is never erased."""
    intention = relire(intention_id, par=par)
    if intention.numero:
        raise TransitionImpossible("Cette intention est déposée : vous pouvez la retirer, pas l’effacer.")
    oublier_pieces(intention)
    intention.delete()
