"""People proposed for a session by the action itself, for tests that need its locks and its rules."""

from datetime import date

from comptes.models import Utilisateur
from parcours.actions.positionner import Candidature, positionner
from referentiels.models import StructureReseau
from sessions_formation.models import Parcours, Session
from tests.factories import comptes
from tests.factories.scenario import LE
from tests.factories.stagiaires import StagiaireFactory


def referent_du_territoire(session: Session) -> Utilisateur:
    """A référent of a structure that covers the session's département."""
    structures = StructureReseau.objects.filter(departements=session.commune.departement_id)
    return comptes.referent(structures.order_by("pk").first())


def candidat(
    session: Session, intention_id: int | None = None, *, par: Utilisateur | None = None, le: date = LE
) -> Parcours:
    """Propose a jobseeker, on a post of ``intention_id`` if said."""
    par = par or referent_du_territoire(session)
    stagiaire = StagiaireFactory(structure=par.rattachements.get().structure)
    saisie = Candidature(situation="demandeur_emploi", projet="salariat", intention_id=intention_id)
    return positionner(session_id=session.pk, stagiaire_id=stagiaire.pk, saisie=saisie, par=par, le=le)
