"""How many places a session has, and who holds or waits for one."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, Q

from sessions_formation.automates import TIENT_SA_PLACE
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Composante, Parcours
from sessions_formation.queries.commandes import commandes

CANDIDAT = frozenset({StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE})


class Places(NamedTuple):
    """The places of a session: ordered now, held (admitted or further), and the people who are proposed for one.

    ``candidats`` have a post kept for them, or a socle session to join; ``en_attente`` are on the waiting list.
    """

    capacite: int = 0
    prises: int = 0
    candidats: int = 0
    en_attente: int = 0

    @property
    def libres(self) -> int:
        """Places nobody is admitted on; never below zero, an amendment may take off what is already held."""
        return max(self.capacite - self.prises, 0)


def places_de(session_ids: Iterable[int]) -> dict[int, Places]:
    """Give the places of several sessions, by their id (3 queries). A session never ordered has none."""
    voulues = set(session_ids)
    composantes = list(Composante.objects.filter(session__in=voulues))
    commandees = commandes(composantes)
    capacites = {composante.session_id: commandees[composante.pk].parcours for composante in composantes}
    comptes = (
        Parcours.objects.filter(session__in=voulues)
        .order_by()
        .values("session")
        .annotate(
            prises=Count("pk", filter=Q(statut__in=TIENT_SA_PLACE)),
            candidats=Count("pk", filter=Q(statut__in=CANDIDAT, attente_le=None)),
            en_attente=Count("pk", filter=Q(statut__in=CANDIDAT, attente_le__isnull=False)),
        )
    )
    places = {pk: Places(capacite=capacites.get(pk, 0)) for pk in voulues}
    for ligne in comptes:
        pk = ligne["session"]
        places[pk] = Places(places[pk].capacite, ligne["prises"], ligne["candidats"], ligne["en_attente"])
    return places


def places_de_la_session(session_id: int) -> Places:
    """Give the places of one session (3 queries)."""
    return places_de([session_id])[session_id]
