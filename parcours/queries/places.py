"""How many places a session has, and who holds or waits for one."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Count, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from sessions_formation.automates import TIENT_SA_PLACE
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Composante, Parcours

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
    """Give the places of several sessions, by their id (1 query). A session never ordered has none."""
    voulues = set(session_ids)
    rien = Value(0)
    commandes = (
        Composante.objects.filter(session__in=voulues)
        .order_by()
        .annotate(commandes=F("parcours") + Coalesce(Sum("mouvements__parcours"), rien))
        .values_list("session", "commandes", rien, rien, rien)
    )
    tenues = (
        Parcours.objects.filter(session__in=voulues)
        .order_by()
        .values("session")
        .annotate(
            prises=Count("pk", filter=Q(statut__in=TIENT_SA_PLACE)),
            candidats=Count("pk", filter=Q(statut__in=CANDIDAT, attente_le=None)),
            en_attente=Count("pk", filter=Q(statut__in=CANDIDAT, attente_le__isnull=False)),
        )
        .values_list("session", rien, "prises", "candidats", "en_attente")
    )
    places = dict.fromkeys(voulues, Places())
    for pk, *nombres in commandes.union(tenues, all=True):
        places[pk] = Places(*map(sum, zip(places[pk], nombres, strict=True)))
    return places


def places_de_la_session(session_id: int) -> Places:
    """Give the places of one session (1 query)."""
    return places_de([session_id])[session_id]


def places_parmi(gens: Iterable[Parcours], *, capacite: int) -> Places:
    """Give the places of a session whose people are already read."""
    gens = list(gens)
    candidats = [parcours for parcours in gens if parcours.statut in CANDIDAT]
    en_attente = sum(parcours.en_liste_d_attente for parcours in candidats)
    prises = sum(parcours.statut in TIENT_SA_PLACE for parcours in gens)
    return Places(capacite, prises, len(candidats) - en_attente, en_attente)
