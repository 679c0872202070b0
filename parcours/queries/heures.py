"""Hours of a session: those ordered, and those its people are to follow."""

from collections.abc import Iterable
from typing import NamedTuple

from sessions_formation.automates import TIENT_SA_PLACE
from sessions_formation.models import Parcours, Session
from sessions_formation.queries.commandes import Commande, commande_de


class Heures(NamedTuple):
    """Heures-stagiaires ordered, and planned for those who hold a place. ``commandees`` None: never ordered."""

    commandees: int | None
    prevues: int

    @property
    def reste(self) -> int | None:
        """Hours ordered that no programme takes; negative when more is planned than was ordered."""
        return None if self.commandees is None else self.commandees - self.prevues


def heures_parmi(gens: Iterable[Parcours], commande: Commande | None) -> Heures:
    """Give the hours of a session whose people and order are already read."""
    prevues = sum(parcours.heures_prevues() for parcours in gens if parcours.statut in TIENT_SA_PLACE)
    return Heures(commande.heures if commande else None, prevues)


def heures_de(session: Session, *, sauf: Parcours | None = None) -> Heures:
    """Give the hours of a session, those of ``sauf`` left out of what is planned (2 queries)."""
    commande = commande_de(session)
    en_place = Parcours.objects.filter(session=session.pk, statut__in=TIENT_SA_PLACE)
    if sauf is not None:
        en_place = en_place.exclude(pk=sauf.pk)
    propres = en_place.order_by("pk").values_list("heures", flat=True)
    prevues = sum(heures if heures is not None else (session.heures or 0) for heures in propres)
    return Heures(commande.heures if commande else None, prevues)
