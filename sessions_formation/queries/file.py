"""Where a request stands in the Région's queue."""

from datetime import date

from django.db.models import Q
from django.utils import timezone

from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from sessions_formation.automates import A_DECIDER
from sessions_formation.models import Session


def rang_dans_la_file(session: Session) -> int | None:
    """Give the request's place in order of arrival, from 1; None when it waits for no officer."""
    if session.statut not in A_DECIDER:
        return None
    devant = Q(complete_le__lt=session.complete_le) | Q(complete_le=session.complete_le, pk__lt=session.pk)
    return Session.objects.a_decider().filter(devant).count() + 1


def jours_d_attente(session: Session, *, le: date) -> int:
    """Give how many working days the request has been complete, up to ``le``."""
    return jours_ouvres_ecoules(timezone.localtime(session.complete_le).date(), le, feries=FERIES)
