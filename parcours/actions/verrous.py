"""What every act on the people of a session locks first, and in which order: the session, what it holds, the posts.

Who cancels the session, or takes an intention back, locks them in that order too, so that neither waits for the other.
"""

from django.db.models import QuerySet

from intentions.models import IntentionEmbauche
from parcours.queries.places import Places, places_de_la_session
from parcours.queries.postes import PostesLibres, postes_libres, retenues_de
from sessions_formation.enums import TypeSession
from sessions_formation.models import Parcours, Session


def verrouiller_la_session(sessions: QuerySet[Session], session_id: int) -> Session:
    """Lock one of ``sessions``; raises ``Session.DoesNotExist`` when it is not among them."""
    lignes = sessions.select_for_update(of=("self",)).select_related("commune", "organisme", "structure_referente")
    return lignes.get(pk=session_id)


def verrouiller_le_parcours(parcours: QuerySet[Parcours], parcours_id: int) -> Parcours:
    """Lock the session of one of ``parcours``, then the parcours itself, read again once they are ours.

    Raises ``Parcours.DoesNotExist`` when it is not among them (any more).
    """
    session = verrouiller_la_session(Session.objects.all(), parcours.get(pk=parcours_id).session_id)
    lignes = parcours.select_for_update(of=("self",)).select_related(
        "stagiaire__referent", "intention__employeur", "structure", "positionne_par"
    )
    trouve = lignes.get(pk=parcours_id)
    trouve.session = session
    return trouve


def verrouiller_les_parcours(parcours: QuerySet[Parcours], session: Session) -> list[Parcours]:
    """Lock several parcours of ``session``, which is locked already, with who is told of what is declared on them."""
    lignes = (
        parcours.select_for_update(of=("self",))
        .select_related("stagiaire__structure", "stagiaire__referent", "structure", "intention__employeur")
        .order_by("pk")
    )
    lus = list(lignes)
    for lu in lus:
        lu.session = session
    return lus


def verrouiller_les_postes(session: Session) -> list[PostesLibres]:
    """Lock the posts of a session that is locked already, and give those that are free. None on the socle."""
    if session.type != TypeSession.INTENTION:
        return []
    retenues = list(retenues_de(session.pk).select_for_update(of=("self",), no_key=True))
    ids = [retenue.intention_id for retenue in retenues]
    intentions = (
        IntentionEmbauche.objects.filter(pk__in=ids)
        .select_related("employeur")
        .select_for_update(of=("self",), no_key=True)
        .order_by("pk")
    )
    lues = {intention.pk: intention for intention in intentions}
    return postes_libres(lues[pk] for pk in ids)


def disponibles(session: Session) -> tuple[Places, list[PostesLibres]]:
    """Give the places and the free posts of a session that is locked already, its posts locked too."""
    postes = verrouiller_les_postes(session)
    return places_de_la_session(session.pk), postes
