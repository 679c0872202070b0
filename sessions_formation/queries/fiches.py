"""The sheets of sessions: the one to take over, the sessions that lack theirs."""

from datetime import date

from django.db.models import QuerySet

from sessions_formation.models import FicheSession, Session
from sessions_formation.queries.offres import affichees


def fiche_a_reprendre(session: Session) -> FicheSession | None:
    """Give the latest sheet of the same training body for the same certification, else for the same title (2 queries
    at most); None when it never wrote one."""
    siennes = (
        FicheSession.objects.filter(session__organisme=session.organisme_id)
        .exclude(session=session.pk)
        .select_related("session")
        .order_by("-modifiee_le", "-pk")
    )
    if session.certification_id and (meme := siennes.filter(session__certification=session.certification_id).first()):
        return meme
    return siennes.filter(session__intitule__iexact=session.intitule).first()


def sans_fiche(organismes: set[int], le: date) -> QuerySet[Session]:
    """Give the sessions of these training bodies that are published and whose sheet is not written."""
    return affichees(le).filter(organisme__in=organismes, fiche=None)
