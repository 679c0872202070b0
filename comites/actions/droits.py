"""Who may prepare a committee and note what it says; and its row, locked."""

from django.core.exceptions import PermissionDenied

from comites.enums import StatutComite
from comites.models import Comite
from comptes import acces
from comptes.models import Utilisateur
from noyau.erreurs import TransitionImpossible

PREPARER = "comites.change_comite"


def exiger(par: Utilisateur, droit: str = PREPARER) -> None:
    """Raise ``PermissionDenied`` for anyone but an officer who has the right."""
    if not (acces.est_agent(par) and par.has_perm(droit)):
        raise PermissionDenied


def relire(comite_id: int, *, par: Utilisateur) -> Comite:
    """Lock a committee for who may prepare it. Raises ``Comite.DoesNotExist``, ``PermissionDenied``."""
    exiger(par)
    comites = Comite.objects.visibles_pour(par).select_for_update(of=("self",))
    return comites.select_related("territoire", "departement").get(pk=comite_id)


def exiger_modifiable(comite: Comite) -> None:
    """Raise ``TransitionImpossible`` when the agenda is settled, or the meeting has begun."""
    if comite.statut != StatutComite.PREPARE:
        raise TransitionImpossible("La séance a commencé : l’ordre du jour ne change plus.")
    if comite.ordre_arrete:
        raise TransitionImpossible("L’ordre du jour est arrêté : rouvrez-le pour le changer.")
