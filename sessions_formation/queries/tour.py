"""Who came before whom on a lot: « first complete, first served » is kept, or the reason why not is written."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from sessions_formation.models import Session


def arrivees_avant(session: Session) -> QuerySet[Session]:
    """Give the requests complete before this one, on the same lot, that still wait for an officer, oldest first."""
    devant = Q(complete_le__lt=session.complete_le) | Q(complete_le=session.complete_le, pk__lt=session.pk)
    return Session.objects.a_decider().filter(devant, lot=session.lot_id)


def sautees(sessions: Iterable[Session]) -> list[Session]:
    """Give the requests that deciding on these alone would jump over, oldest first (one query)."""
    choisies = list(sessions)
    if not choisies:
        return []
    devant = Q()
    for lot, derniere in _dernieres(choisies).items():
        avant = Q(complete_le__lt=derniere.complete_le) | Q(complete_le=derniere.complete_le, pk__lt=derniere.pk)
        devant |= Q(avant, lot=lot)
    identifiants = [session.pk for session in choisies]
    return list(Session.objects.a_decider().filter(devant).exclude(pk__in=identifiants).select_related("organisme"))


def _dernieres(sessions: Collection[Session]) -> dict[int, Session]:
    """Give the last to arrive on each lot."""
    par_arrivee = sorted(sessions, key=lambda session: (session.complete_le, session.pk))
    return {session.lot_id: session for session in par_arrivee}
