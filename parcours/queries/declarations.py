"""Who may declare what of a session's people: its training body, and the session's référent (domaine.md §2)."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from sessions_formation.automates import COMMENCEE
from sessions_formation.enums import StatutParcours, StatutSession
from sessions_formation.models import Session

# Nobody has people before it is ordered.
ONT_UN_GROUPE = COMMENCEE | {StatutSession.AUTORISEE, StatutSession.PUBLIEE}
VIVANT = frozenset(
    {StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE, StatutParcours.ADMIS, StatutParcours.ENTRE}
)


def sessions_visibles(par: Utilisateur) -> QuerySet[Session]:
    """Give the ordered sessions whose people this person may read: all for an officer, those of its training bodies,
    those its structures or itself are the référent of."""
    sessions = Session.objects.filter(statut__in=ONT_UN_GROUPE)
    return sessions if acces.est_agent(par) else sessions.filter(_siennes(par))


def sessions_declarees_par(par: Utilisateur) -> QuerySet[Session]:
    """Give the sessions of which this person declares entries, interruptions and exits."""
    return Session.objects.filter(_siennes(par), statut__in=ONT_UN_GROUPE)


def peut_declarer(par: Utilisateur, session: Session) -> bool:
    """Tell whether this person declares entries and exits of a session: ``sessions_declarees_par``, of one session
    already read (1 query, none where the page said ``acces.retenir``)."""
    if session.statut not in ONT_UN_GROUPE:
        return False
    if session.referent_id == par.pk or peut_admettre(par, session):
        return True
    return session.structure_referente_id in acces.constantes(acces.structures_de(par))


def peut_admettre(par: Utilisateur, session: Session) -> bool:
    """Tell whether this person decides on admissions: the training body alone does, last (T-ADMISSION)."""
    return session.organisme_id in acces.constantes(acces.organismes_de(par))


def exiger_de_declarer(par: Utilisateur, session: Session) -> None:
    """Raise ``PermissionDenied`` for who only reads this session's people."""
    if not peut_declarer(par, session):
        raise PermissionDenied


def exiger_d_admettre(par: Utilisateur, session: Session) -> None:
    """Raise ``PermissionDenied`` for who does not act for the session's training body."""
    if not peut_admettre(par, session):
        raise PermissionDenied


def _siennes(par: Utilisateur) -> Q:
    siennes = Q(organisme__in=acces.constantes(acces.organismes_de(par)))
    siennes |= Q(structure_referente__in=acces.constantes(acces.structures_de(par)))
    return siennes | Q(referent=par.pk)
