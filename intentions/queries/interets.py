"""The training bodies that told an employer they could train for a job."""

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche, Interet


def interets_pour(utilisateur: Utilisateur, intention: IntentionEmbauche) -> list[Interet]:
    """Give those interested in an intention, in the order in which they said so, with whom to call (two queries).

    For its employer alone: whoever transmits an intention, a training body perhaps, does not see who else is.
    """
    siennes = IntentionEmbauche.objects.de_l_employeur(utilisateur).filter(pk=intention.pk).values("pk")
    actifs = Interet.objects.actifs().filter(intention__in=siennes).order_by("declare_le", "pk")
    return list(actifs.select_related("organisme", "declare_par"))
