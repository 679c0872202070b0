"""Sessions already ordered, and what is asked on them."""

from decimal import Decimal

from comptes.models import Utilisateur
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.demandes_avenant import Saisie, demander_avenant
from sessions_formation.actions.repondre_avenant import Reponse, accorder_avenant, refuser_avenant
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import DemandeAvenant, Session
from tests.factories.scenario import LE, Monde, intention_deposee, session_demandee


def session_commandee(monde: Monde, **champs) -> Session:
    """A session of the cotraitant that the officer has authorised: 5 parcours of 420 h, 19 950 €."""
    session = session_demandee(monde, **champs)
    autoriser_session(session_id=session.pk, par=monde.agent, motif="besoin_avere", precisions="", le=LE)
    session.refresh_from_db()
    return session


def demande_d_heures(monde: Monde, session: Session, **champs) -> DemandeAvenant:
    """100 hours more for two of its trainees: 1 900 €."""
    saisie = Saisie(
        **{"motif": "Jusqu’au titre entier.", "parcours": 2, "heures": 100, "prix_heure": Decimal("9.50"), **champs}
    )
    return _demander(session, NatureAvenant.HEURES, saisie)


def demande_de_parcours(monde: Monde, session: Session, intentions=None, **champs) -> DemandeAvenant:
    """One more trainee from the first day of the session: 3 990 €."""
    choisies = [intention_deposee(monde, nom="Gaborit")] if intentions is None else intentions
    saisie = Saisie(
        **{
            "motif": "Un employeur de plus.",
            "parcours": 1,
            "heures": 420,
            "prix_heure": Decimal("9.50"),
            "entree": session.debut,
            **champs,
        }
    )
    return _demander(session, NatureAvenant.PARCOURS, saisie, [intention.pk for intention in choisies])


def demande_d_annulation(session: Session) -> DemandeAvenant:
    return _demander(session, NatureAvenant.ANNULATION, Saisie(motif="Le formateur est parti."))


def accorder(demande: DemandeAvenant, par: Utilisateur, precisions: str = "") -> DemandeAvenant:
    return accorder_avenant(demande_id=demande.pk, par=par, reponse=Reponse("besoin_avere", precisions), le=LE)


def refuser(demande: DemandeAvenant, par: Utilisateur) -> DemandeAvenant:
    reponse = Reponse("session_existante", "Voyez la session de mars.")
    return refuser_avenant(demande_id=demande.pk, par=par, reponse=reponse, le=LE)


def _demander(session: Session, nature: NatureAvenant, saisie: Saisie, intentions=()) -> DemandeAvenant:
    return demander_avenant(
        session_id=session.pk, par=session.demandeur, nature=nature, saisie=saisie, intentions=intentions, le=LE
    )
