"""Whether a derogation already granted still holds once the intention has changed."""

from collections.abc import Collection
from datetime import date

from intentions.models import Derogation, IntentionEmbauche
from intentions.queries.derogation import couvre, derogation_en_cours
from noyau.horloge import maintenant
from referentiels.regles.constats import Constat


def derogation_tenue(
    intention: IntentionEmbauche, constats: Collection[Constat], *, changes: Collection[str], le: date
) -> Derogation | None:
    """Give the granted derogation that still covers the findings, None when there is none or it has fallen.

    What it rests on has changed: it falls for good, and an officer is asked again.
    """
    derogation = derogation_en_cours(intention, le=le)
    if derogation is None or couvre(derogation, constats, changes=changes):
        return derogation
    derogation.caduque_le = maintenant()
    derogation.save(update_fields=["caduque_le"])
    return None
