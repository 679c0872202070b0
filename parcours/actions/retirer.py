"""Taking back a person who was proposed: the post kept for it goes to the first who waits."""

from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from parcours.actions.annoncer import annoncer_retrait
from parcours.actions.attente import proposer_la_place
from parcours.actions.valider import suivis_par
from parcours.actions.verrous import verrouiller_le_parcours
from sessions_formation.enums import MotifParcours as M
from sessions_formation.enums import TransitionParcours
from sessions_formation.models import Parcours

# Of the reasons of a parcours, those of somebody who never came: the others are the training body's.
MOTIFS_DE_RETRAIT = (
    M.CHANGE_AVIS,
    M.EMPLOI,
    M.AUTRE_FORMATION,
    M.SANS_NOUVELLES,
    M.PROJET,
    M.MOBILITE,
    M.FAMILLE,
    M.AUTRE,
)


@transaction.atomic
def retirer_candidature(*, parcours_id: int, motif: str, par: Utilisateur, le: date) -> Parcours:
    """Take a person back before it is admitted, for a reason of ``MOTIFS_DE_RETRAIT``; the training body is told.

    Raises ``Parcours.DoesNotExist`` on another's, ``TransitionImpossible`` once the training body has decided,
    ``RegleViolee`` without a reason of the list.
    """
    if motif not in MOTIFS_DE_RETRAIT:
        raise RegleViolee("Choisissez une raison dans la liste.")
    parcours = verrouiller_le_parcours(suivis_par(par), parcours_id)
    ligne = parcours.franchir_pour(TransitionParcours.RETIRER, par=par, raison=motif, attente_le=None)
    annoncer_retrait(parcours, ligne)
    proposer_la_place(parcours.session, par=par, le=le)
    return parcours
