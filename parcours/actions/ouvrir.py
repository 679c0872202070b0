"""What every declaration starts with: the session locked, then the person's parcours, then the right to declare."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from parcours.actions.verrous import verrouiller_le_parcours
from parcours.queries.declarations import exiger_d_admettre, exiger_de_declarer
from sessions_formation.models import Parcours
from sessions_formation.models.parcours import UN_POSTE, UNE_FOIS_PAR_SESSION, UNE_FORMATION_A_LA_FOIS

AILLEURS = "Cette personne suit déjà une formation à ces dates : voyez avec elle, ou avec la structure qui la suit."
DE_NOUVEAU = "Cette personne a été proposée de nouveau pour cette session : c’est cette candidature qui compte."
POSTE_PRIS = "Ce poste est maintenant celui d’une autre personne : choisissez-en un autre."


def ouvrir(parcours_id: int, *, par: Utilisateur) -> Parcours:
    """Lock a parcours to declare something of it; ``PermissionDenied`` for who may only read it,
    ``Parcours.DoesNotExist`` for who may not."""
    parcours = verrouiller_le_parcours(_visibles(par), parcours_id)
    exiger_de_declarer(par, parcours.session)
    return parcours


def ouvrir_pour_l_organisme(parcours_id: int, *, par: Utilisateur) -> Parcours:
    """Lock a parcours for what the training body alone decides; same errors as ``ouvrir``."""
    parcours = verrouiller_le_parcours(_visibles(par), parcours_id)
    exiger_d_admettre(par, parcours.session)
    return parcours


@contextmanager
def contraintes_dites() -> Iterator[None]:
    """Say in words what the database refuses: a person in training elsewhere, a post somebody else has.

    Nothing is told of the other training: another body's file is not this one's to read.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as erreur:
        if UNE_FORMATION_A_LA_FOIS in str(erreur):
            raise RegleViolee(AILLEURS) from erreur
        if UN_POSTE in str(erreur):
            raise RegleViolee(POSTE_PRIS) from erreur
        if UNE_FOIS_PAR_SESSION in str(erreur):
            raise RegleViolee(DE_NOUVEAU) from erreur
        raise


def _visibles(par: Utilisateur) -> QuerySet[Parcours]:
    return Parcours.objects.visibles_pour(par)
