"""What a search that finds nothing would find with one answer less."""

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import CharField, Q, QuerySet, Value

from sessions_formation.models import Vitrine

# Enough to choose the answer to give up; nobody reads more.
COMPTE_MAX = 100
PROPOSEES = 4


class Essai(NamedTuple):
    """What the search would be: the question it changes, what is then asked instead (nothing: it is dropped)."""

    question: str
    condition: Q | None = None


def essayer(
    vitrines: QuerySet[Vitrine], conditions: Mapping[str, Q], essais: Mapping[str, Essai]
) -> list[tuple[str, int]]:
    """Give which trials find sessions and how many, those that find least first: the nearest to what was asked.

    ``essais``: by a code of the caller's. Counts stop at ``COMPTE_MAX`` (one query, none without a trial).
    """
    comptes = [_compte(vitrines, conditions, code, essai) for code, essai in essais.items()]
    if not comptes:
        return []
    trouvees: dict[str, int] = {}
    for code in comptes[0].union(*comptes[1:], all=True) if len(comptes) > 1 else comptes[0]:
        trouvees[code] = trouvees.get(code, 0) + 1
    return sorted(trouvees.items(), key=lambda trouvee: trouvee[1])[:PROPOSEES]


def _compte(
    vitrines: QuerySet[Vitrine], conditions: Mapping[str, Q], code: str, essai: Essai
) -> QuerySet[Vitrine, str]:
    restent = [condition for question, condition in conditions.items() if question != essai.question]
    lignes = vitrines.filter(*restent, *filter(None, [essai.condition])).order_by()
    return lignes.values_list(Value(code, CharField()), flat=True)[:COMPTE_MAX]
