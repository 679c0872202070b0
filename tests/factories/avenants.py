"""Sessions already ordered, and what is asked on them."""

from sessions_formation.actions.decider import autoriser_session
from sessions_formation.models import Session
from tests.factories.scenario import LE, Monde, session_demandee


def session_commandee(monde: Monde, **champs) -> Session:
    """A session of the cotraitant that the officer has authorised: 5 parcours of 420 h, 19 950 €."""
    session = session_demandee(monde, **champs)
    autoriser_session(session_id=session.pk, par=monde.agent, motif="besoin_avere", precisions="", le=LE)
    session.refresh_from_db()
    return session
