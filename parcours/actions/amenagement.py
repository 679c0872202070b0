"""What is arranged for a person. Nothing of it goes to the journal, which is kept: who wrote it and when stand on the
row itself, who read it in the consultations, and all of it goes with the person's file."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes import acces
from comptes.models import Utilisateur
from parcours.models import Amenagement
from parcours.queries.lecteur import amenagements_lisibles
from sessions_formation.models import Parcours
from stagiaires.actions.verrous import verrouiller_la_personne


@transaction.atomic
def enregistrer_amenagement(*, parcours_id: int, reponses: Mapping[str, Any], par: Utilisateur) -> Amenagement:
    """Write what is arranged (``reponses``: mesures, boe, preuve_vue_le); the last who writes is named.

    Raises ``Parcours.DoesNotExist`` for who may not read it, ``PermissionDenied`` for an officer, who only reads it,
    ``RegleViolee`` once the person's data is erased.
    """
    parcours = _verrouiller(parcours_id, par)
    verrouiller_la_personne(parcours.stagiaire_id)
    # The parcours is locked: nobody else writes this row meanwhile.
    amenagement = Amenagement.objects.filter(parcours=parcours).first() or Amenagement(parcours=parcours)
    for nom, valeur in reponses.items():
        setattr(amenagement, nom, valeur)
    amenagement.saisi_par = par
    amenagement.save()
    return amenagement


@transaction.atomic
def effacer_amenagement(*, parcours_id: int, par: Utilisateur) -> bool:
    """Erase what was arranged; tells whether there was anything. Raises ``Parcours.DoesNotExist`` as above."""
    parcours = _verrouiller(parcours_id, par)
    effaces, _ = Amenagement.objects.filter(parcours=parcours).delete()
    return effaces > 0


def _verrouiller(parcours_id: int, par: Utilisateur) -> Parcours:
    if acces.est_agent(par):
        raise PermissionDenied
    lisibles = amenagements_lisibles(par).select_related("stagiaire")
    return lisibles.select_for_update(of=("self",), no_key=True).get(pk=parcours_id)
