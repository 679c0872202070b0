"""Someone leaves: another person becomes the one to reach on every open intention of the establishment."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes import acces
from comptes.models import Utilisateur
from comptes.queries.rattachements import membres_de
from intentions.actions.corriger import corriger_intention
from intentions.queries.contacts import intentions_du_contact
from noyau.erreurs import RegleViolee


@transaction.atomic
def remplacer_contact(*, employeur_id: int, ancien: str, nouveau_id: int, par: Utilisateur, le: date) -> int:
    """Put a member of the establishment in the place of the address ``ancien``; give how many intentions changed.

    The personal links sent to the former address open them no more: they are found by the address of the contact.
    Raises ``PermissionDenied`` when ``par`` does not act for it, ``RegleViolee`` when the new one does not.
    """
    if not acces.employeurs_de(par).filter(employeur=employeur_id).exists():
        raise PermissionDenied
    nouveau = next((membre for membre in membres_de(employeur_id) if membre.pk == nouveau_id), None)
    if nouveau is None:
        raise RegleViolee("Choisissez une personne qui agit pour cet établissement.")
    reponses = {
        "contact_nom": nouveau.get_full_name(),
        "contact_courriel": nouveau.email,
        "contact_telephone": nouveau.telephone,
    }
    identifiants = list(intentions_du_contact(employeur_id, ancien).values_list("pk", flat=True))
    for identifiant in identifiants:
        corriger_intention(intention_id=identifiant, reponses=reponses, par=par, le=le)
    return len(identifiants)
