"""The deadlines of the instruction: how long officers have, which requests have waited too long (domaine.md §6)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Q
from django.utils import timezone

from noyau.journal import LigneJournal
from referentiels.feries import FERIES
from referentiels.models import Parametre
from referentiels.regles.jours_ouvres import dernier_depart
from sessions_formation.enums import StatutSession, TransitionSession
from sessions_formation.models import Session

CODES = ("relance_session_jours", "alerte_session_jours")


class Delais(Protocol):
    """Working days of one day's law: before a reminder, before an alert. A ``Reglement`` is one."""

    @property
    def relance_session_jours(self) -> int: ...

    @property
    def alerte_session_jours(self) -> int: ...


class DelaisLus:
    """The same, read without the rest of the law: for lists, that need nothing else of it."""

    def __init__(self, lignes: Iterable[tuple[str, date, Any]], *, le: date) -> None:
        """Choose among dated rows (code, first day, value), oldest first; the first one also holds before its day."""
        valeurs: dict[str, int] = {}
        for code, depuis, valeur in lignes:
            if code not in valeurs or depuis <= le:
                valeurs[code] = int(Decimal(valeur))
        self.relance_session_jours, self.alerte_session_jours = (valeurs[code] for code in CODES)


def delais_au(le: date) -> DelaisLus:
    """Read the deadlines in force on ``le`` (one query)."""
    lignes = Parametre.objects.filter(code__in=CODES).order_by("depuis")
    return DelaisLus(lignes.values_list("code", "depuis", "valeur"), le=le)


def attendent_depuis(jours: int, *, le: date) -> Q:
    """The requests of the queue that have waited ``jours`` working days (1 or more) on ``le``: an exact condition."""
    condition = Q(jours_attendus__gte=jours)
    for deja in range(jours):
        dernier = dernier_depart(le, jours - deja, feries=FERIES)
        condition |= Q(jours_attendus=deja, complete_le__lt=_debut_du(dernier + timedelta(days=1)))
    return condition


def complement_demande(session: Session) -> LigneJournal | None:
    """Give the journal line that asked for the complement still waited for; None in any other state (1 query)."""
    if session.statut != StatutSession.A_COMPLETER:
        return None
    return session.historique.filter(transition=TransitionSession.DEMANDER_COMPLEMENT).first()


def _debut_du(jour: date) -> datetime:
    return timezone.make_aware(datetime.combine(jour, time.min))
