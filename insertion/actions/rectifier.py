"""An exit declared by mistake is taken back: what was prepared from it goes, unless somebody has answered.

Heard from ``parcours.signaux``, in the transaction that corrects the declaration.
"""

from typing import Any

from insertion.models import Embauche, Relance, Reponse, Suivi
from sessions_formation.models import Parcours


def empecher_si_on_a_repondu(*, parcours: Parcours, **_: Any) -> list[str]:
    """Say why an exit can no longer be taken back: somebody has answered what was asked because of it."""
    if Embauche.objects.filter(parcours=parcours).exists():
        return ["L’employeur a déjà répondu sur l’embauche de cette personne : écrivez à la Région pour corriger."]
    if Reponse.objects.filter(suivi__parcours=parcours).exists():
        return ["Une réponse au suivi de cette personne est déjà arrivée : écrivez à la Région pour corriger."]
    return []


def oublier_les_suivis(*, parcours: Parcours, **_: Any) -> None:
    """Drop the follow-ups of an exit that never was: nobody has answered them. Those of the true one will be written
    when it comes."""
    Relance.objects.filter(suivi__parcours=parcours).delete()
    Suivi.objects.filter(parcours=parcours).delete()
