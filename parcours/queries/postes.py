"""The posts a session offers to its trainees, and those that are still free."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import QuerySet

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from sessions_formation.automates import TIENT_SON_POSTE
from sessions_formation.models import IntentionRetenue, Parcours


class PostesLibres(NamedTuple):
    """What an intention still offers: the ranks of its free posts, the lowest first."""

    intention: IntentionEmbauche
    rangs: tuple[int, ...]


def retenues_de(session_id: int) -> QuerySet[IntentionRetenue]:
    """Give the rows by which a session holds its intentions and counts on their posts, in the order they are locked:
    not those of an amendment that is not granted (yet), nor of an employer who has withdrawn from a session that goes
    on without it."""
    acquises = IntentionRetenue.objects.filter(session=session_id).acquises()
    return acquises.exclude(intention__statut=StatutIntention.DESISTEE).order_by("pk")


def postes_libres(intentions: Iterable[IntentionEmbauche]) -> list[PostesLibres]:
    """Give the free posts of intentions, in the order given; without those that have none left (1 query)."""
    intentions = list(intentions)
    pris: dict[int, set[int]] = {intention.pk: set() for intention in intentions}
    tenus = Parcours.objects.filter(intention__in=pris, statut__in=TIENT_SON_POSTE)
    for intention_id, poste in tenus.order_by("pk").values_list("intention", "poste"):
        pris[intention_id].add(poste or 0)
    libres = [
        PostesLibres(
            intention,
            tuple(rang for rang in range(1, (intention.nombre_postes or 0) + 1) if rang not in pris[intention.pk]),
        )
        for intention in intentions
    ]
    return [postes for postes in libres if postes.rangs]


def postes_libres_de(session_id: int) -> list[PostesLibres]:
    """Give the free posts of a session, by intention in the order it took them in (2 queries)."""
    retenues = retenues_de(session_id).select_related("intention__employeur", "intention__commune")
    return postes_libres(retenue.intention for retenue in retenues)
