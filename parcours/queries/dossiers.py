"""What the rules of a trainee read (contrats.md §2): a parcours as it is, or as it would be."""

from datetime import date
from typing import NamedTuple

from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours, Session
from sessions_formation.regles.dossier_session import TypeSession
from sessions_formation.regles.dossier_stagiaire import (
    DossierStagiaire,
    Projet,
    SessionVisee,
    Situation,
    Stagiaire,
    Valideur,
)

ADMIS = frozenset({StatutParcours.ADMIS, StatutParcours.ENTRE, StatutParcours.TERMINE, StatutParcours.SORTIE_EMPLOI})


class Disponible(NamedTuple):
    """What is left for the person: places, not counting the one it holds already; a post, its own or a free one."""

    places: int
    poste: bool


def en_cours_d_entree(session: Session, le: date) -> bool:
    """Joining the session on ``le`` needs the training body's word: it has begun, and its entries are not permanent.

    *(choice)* « Entrées et sorties permanentes » is that word, given once for everybody.
    """
    return session.commencee(le) and not session.entrees_sorties_permanentes


def entree_prevue(session: Session, le: date) -> date | None:
    """Give the first day a person proposed on ``le`` may attend."""
    return max(session.debut, le) if session.debut else None


def dossier_de(parcours: Parcours, *, session: Session, disponible: Disponible, le: date) -> DossierStagiaire:
    """Give the file of a parcours, saved or not, as it is known on ``le`` (1 query when a valideur is named)."""
    return DossierStagiaire(
        session=SessionVisee(
            type=TypeSession(session.type),
            commencee=en_cours_d_entree(session, le),
            places_restantes=disponible.places,
        ),
        stagiaire=Stagiaire(
            situation=Situation(parcours.situation) if parcours.situation else None,
            fin_contrat_siae=parcours.fin_contrat_siae,
            date_entree=parcours.debut or entree_prevue(session, le),
            projet=Projet(parcours.projet) if parcours.projet else None,
            poste_disponible=disponible.poste,
            progression_compatible=parcours.progression_compatible,
            remplacement=parcours.remplace_id is not None,
            temps_partiel=parcours.temps_partiel,
            profil_valide_par=Valideur(parcours.valideur.nature) if parcours.valideur else None,
            admis=True if parcours.statut in ADMIS else None,
        ),
    )
