"""Whether a derogation already granted still holds once the intention has changed."""

from collections.abc import Collection
from datetime import date

from intentions.models import Derogation, IntentionEmbauche
from intentions.regles.champs import FONDEMENTS
from noyau.horloge import maintenant
from referentiels.regles.constats import Constat, Niveau


def derogation_tenue(
    intention: IntentionEmbauche, constats: Collection[Constat], *, changes: Collection[str], le: date
) -> Derogation | None:
    """Give the granted derogation that still covers the findings, None when there is none or it has fallen.

    *(choice)* It stands when the findings that need a derogation are among those it was granted for and no answer they
    rest on is in ``changes``; else it falls for good, and an officer is asked again (docs/decisions).
    """
    derogation = intention.derogations.filter(caduque_le=None).order_by("-pk").first()
    if derogation is None or not derogation.accordee or (derogation.fin and derogation.fin < le):
        return None
    demandees = {constat.regle for constat in constats if constat.niveau == Niveau.DEROGATION}
    fonde_sur = frozenset().union(*(FONDEMENTS.get(regle, frozenset()) for regle in demandees))
    if demandees <= set(derogation.regles) and not fonde_sur & set(changes):
        return derogation
    derogation.caduque_le = maintenant()
    derogation.save(update_fields=["caduque_le"])
    return None
