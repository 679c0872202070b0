"""Who is on the relevé of a month: people in training, if only for a day of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from heures.regles.anomalies import Presence
from heures.regles.mois import dernier_du_mois
from sessions_formation.automates import A_EU_LIEU
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours

ARRETES = frozenset({StatutParcours.ABANDON, StatutParcours.EXCLU})


def presents_en(mois: date, *, sessions: Iterable[int] | None = None) -> QuerySet[Parcours]:
    """Give the parcours in training on a day of ``mois``, all sessions or these."""
    presents = Parcours.objects.filter(
        Q(sorti_le__gte=mois) | Q(sorti_le=None),
        statut__in=A_EU_LIEU,
        entre_le__lte=dernier_du_mois(mois),
    )
    return presents if sessions is None else presents.filter(session__in=list(sessions))


def presence_de(
    parcours: Parcours, *, ailleurs: Decimal, interruptions: Iterable[tuple[date, date | None]]
) -> Presence:
    """Give what the rules know of a parcours read with its session (see ``Presence``)."""
    return Presence(
        debut=parcours.entre_le,
        fin=parcours.sorti_le,
        abandon=parcours.statut in ARRETES,
        heures=parcours.heures_prevues(),
        ailleurs=ailleurs,
        interruptions=tuple(interruptions),
    )
