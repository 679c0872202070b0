"""Steps of the scenario's session, reached through the actions."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from intentions.enums import Etape
from noyau.courriers import Courrier
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.etapes import planifier_etape
from sessions_formation.actions.presences import repondre_a_l_invitation
from sessions_formation.models import EtapeSession, InvitationEtape, Session
from sessions_formation.regles.etapes import Creneau
from tests.factories.scenario import LE, Monde, demande, intention_deposee

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


def session_a_trois(le_monde: Monde) -> Session:
    """A request on three employers: two announced the jury, the third only a stage."""
    intentions = [
        intention_deposee(le_monde, nom="Heulin", nombre_postes=2, contact_courriel="claire@heulin.example"),
        intention_deposee(le_monde, nom="Gaborit", nombre_postes=2, contact_courriel="luc@gaborit.example"),
        intention_deposee(le_monde, nom="Coteaux", etapes=["stage"], contact_courriel="ana@coteaux.example"),
    ]
    brouillon = demande(le_monde, intentions)
    return demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)


def repondre(
    invitation: InvitationEtape,
    *,
    viendra: bool = True,
    maintenant: datetime = MAINTENANT,
    courriel: str = "claire@heulin.example",
) -> InvitationEtape:
    """Answer by the personal link, as the contact of « Heulin » unless said otherwise."""
    return repondre_a_l_invitation(
        invitation_id=invitation.pk, viendra=viendra, par=None, courriel=courriel, maintenant=maintenant
    )


def recus(modele: str) -> list[str]:
    """To whom e-mails of a model are addressed."""
    return sorted(Courrier.objects.filter(modele=modele).values_list("destinataire", flat=True))
