"""Hires: which are asked of employers, and by what link."""

from django.db.models import QuerySet

from comptes.liens import Usage
from comptes.models import Utilisateur
from insertion.models import Embauche
from intentions.enums import StatutIntention
from parcours.queries.employeur import chemin_personnel, parcours_de_l_employeur
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours


def chemin_embauche(parcours: Parcours, courriel: str) -> str:
    """Give the path of the page on which whoever reads ``courriel`` confirms a hire in one tap, without an account.

    ``courriel`` is ``parcours.queries.employeur.courriel_du(parcours)``: the link opens for that address only.
    """
    return chemin_personnel(Usage.EMBAUCHE, parcours, courriel)


def se_demande(parcours: Parcours) -> bool:
    """Tell whether the hire is to be asked: the person has finished, or left for a job, on the post of an employer
    that still recruits. ``intention`` must be loaded."""
    intention = parcours.intention
    return parcours.statut in SORTI and intention is not None and intention.statut != StatutIntention.DESISTEE


def embauche_de(parcours: Parcours) -> Embauche | None:
    """Give what the employer has declared of a parcours, None while it has said nothing (a query at most)."""
    return Embauche.objects.filter(parcours=parcours).first()


def a_declarer(utilisateur: Utilisateur) -> QuerySet[Parcours]:
    """The parcours whose hire the person's establishments may still be asked, answered or not."""
    return parcours_de_l_employeur(utilisateur).filter(statut__in=SORTI)
