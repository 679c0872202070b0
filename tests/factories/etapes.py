"""Steps of the scenario's session, reached through the actions."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from intentions.enums import Etape
from sessions_formation.actions.etapes import planifier_etape
from sessions_formation.models import EtapeSession, Session
from sessions_formation.regles.etapes import Creneau

PARIS = ZoneInfo("Europe/Paris")
# The Monday the scenario lives on, at nine; the step is the Tuesday of the week after.
MAINTENANT = datetime(2026, 11, 23, 9, tzinfo=PARIS)
DEBUT = datetime(2026, 12, 1, 9, 30, tzinfo=PARIS)


def creneau(debut: datetime = DEBUT, *, heures: float = 2, **autres) -> Creneau:
    """Two hours in a room of Cholet, unless said otherwise."""
    return Creneau(debut, debut + timedelta(hours=heures), autres.pop("lieu", "Salle 2, Cholet"), **autres)


def etape_planifiee(session: Session, *, nature: Etape = Etape.JURY, maintenant=MAINTENANT, **autres) -> EtapeSession:
    """A jury: the scenario's employers announce « stage » and « jury »."""
    par = autres.pop("par", None) or session.demandeur
    intentions = autres.pop("intentions", [])
    return planifier_etape(
        session_id=session.pk,
        par=par,
        nature=nature,
        creneau=creneau(**autres),
        intentions=intentions,
        maintenant=maintenant,
    )
