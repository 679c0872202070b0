"""Hires: which are asked of employers, and by what link."""

from datetime import timedelta

from django.db.models import QuerySet

from comptes.liens import Usage
from comptes.models import Utilisateur
from insertion.models import Embauche
from insertion.regles.ecarts import SANS_TERME, Contrat
from intentions.enums import StatutIntention, TypeContrat
from parcours.queries.employeur import chemin_personnel, parcours_de_l_employeur
from referentiels.regles.typographie import composer, nombre
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


def promesse_de(parcours: Parcours) -> Contrat:
    """Give what the intention promised to the person. ``debut``: the hire wished for, and not before the day after the
    training. ``intention`` must be loaded; nothing is promised without one, nor before the training is over."""
    intention = parcours.intention
    if intention is None or parcours.sorti_le is None:
        return Contrat("")
    lendemain = parcours.sorti_le + timedelta(days=1)
    return Contrat(
        type=intention.contrat_type,
        debut=max(intention.embauche_souhaitee or lendemain, lendemain),
        duree_mois=intention.duree_mois if intention.contrat_type not in SANS_TERME else None,
        heures_hebdo=intention.heures_hebdo,
    )


def contrat_en_mots(contrat: Contrat, *, heures: bool = False) -> str:
    """Give « CDD 8 mois »; with its hours on the employer's own page only, since they may tell by themselves that the
    job is adapted to a disability. Empty where there is no contract."""
    if not contrat.type:
        return ""
    duree = ""
    if contrat.a_un_terme and contrat.duree_mois is not None:
        duree = f" {contrat.duree_mois} mois" if contrat.duree_mois else " de moins d’un mois"
    semaine = f", {nombre(contrat.heures_hebdo)} h par semaine" if heures and contrat.heures_hebdo else ""
    return composer(f"{TypeContrat(contrat.type).label}{duree}{semaine}")


def contrat_de(embauche: Embauche) -> Contrat:
    """Give the contract of a declared hire."""
    return Contrat(embauche.contrat_type, embauche.debut, embauche.duree_mois, embauche.heures_hebdo)
