"""Where a request stands in the Région's queue, and until when an answer is expected from its training body."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.utils import timezone

from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import ajouter_jours_ouvres, jours_ouvres_ecoules
from referentiels.regles.reglement import Reglement
from sessions_formation.automates import A_DECIDER
from sessions_formation.models import Session
from sessions_formation.queries.delais import Delais


@dataclass(frozen=True, slots=True)
class Position:
    """A request in the queue: its rank from 1, how many came before it on its lot, and how long it has waited.

    ``jours`` are working days while it was complete: the clock stops while something is asked of the training body.
    """

    rang: int
    devant_sur_le_lot: int
    depuis: date
    jours: int
    visee: int
    alerte: int

    @property
    def en_retard(self) -> bool:
        """It has waited longer than the Région aims at."""
        return self.jours >= self.visee


def position_de(session: Session, *, delais: Delais, le: date) -> Position | None:
    """Give where a request stands; None when it waits for no officer (1 query)."""
    if session.statut not in A_DECIDER:
        return None
    devant = Q(complete_le__lt=session.complete_le) | Q(complete_le=session.complete_le, pk__lt=session.pk)
    avant = (
        Session.objects.a_decider()
        .order_by()
        .filter(devant)
        .aggregate(total=Count("pk"), sur_le_lot=Count("pk", filter=Q(lot=session.lot_id)))
    )
    return Position(
        rang=avant["total"] + 1,
        devant_sur_le_lot=avant["sur_le_lot"],
        depuis=timezone.localtime(session.complete_le).date(),
        jours=jours_d_attente(session, le=le),
        visee=delais.relance_session_jours,
        alerte=delais.alerte_session_jours,
    )


def jours_d_attente(session: Session, *, le: date) -> int:
    """Give how many working days the request has waited, complete, up to ``le``: before a complement was asked too."""
    depuis = timezone.localtime(session.complete_le).date()
    return session.jours_attendus + jours_ouvres_ecoules(depuis, le, feries=FERIES)


def reponse_attendue_le(demande_le: date, *, reglement: Reglement) -> date:
    """Give the last day on which a complement asked on ``demande_le`` is expected."""
    return ajouter_jours_ouvres(demande_le, reglement.complement_session_jours, feries=FERIES)
