"""Who is written to about a person: who follows it, and the training body."""

from comptes.models import Utilisateur
from referentiels.models import StructureReseau
from sessions_formation.models import Parcours, Session


def courriel_du_referent(parcours: Parcours) -> str:
    """Give where the one who follows a person reads us; empty when nobody is known.

    The person's own referent first, then the structure that follows it or proposed it, then the session's.
    """
    stagiaire, session = parcours.stagiaire, parcours.session
    suivis: tuple[tuple[Utilisateur | None, StructureReseau | None], ...] = (
        (stagiaire.referent, stagiaire.structure or parcours.structure),
        (session.referent, session.structure_referente),
    )
    for personne, structure in suivis:
        if personne is not None and personne.is_active:
            return personne.email
        if structure is not None and structure.courriel:
            return structure.courriel
    return ""


def courriel_de_l_organisme(session: Session) -> str:
    """Give where a session's training body reads us: who asked for it, else the body's own address."""
    demandeur = session.demandeur
    return demandeur.email if demandeur.is_active else session.organisme.courriel
