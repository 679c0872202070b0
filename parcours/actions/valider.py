"""A structure of the Réseau pour l'emploi answers for the profile of a person proposed (FAQ §5)."""

from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from parcours.actions.annoncer import annoncer_profil
from parcours.actions.verrous import disponibles, verrouiller_le_parcours
from parcours.queries.dossiers import Disponible, dossier_de
from referentiels.models import StructureReseau
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Niveau, verdict_de
from sessions_formation.enums import TransitionParcours
from sessions_formation.models import Parcours
from sessions_formation.regles.stagiaire import examiner

# What a profile is about; places and posts are the training body's to look at when it admits.
DU_PROFIL = frozenset({"T-STATUT", "T-PROJET"})


def suivis_par(par: Utilisateur) -> QuerySet[Parcours]:
    """Give the parcours a referent acts on: of the people its structures propose or follow, of the sessions it or its
    structures follow. None for who is no referent, whatever else they may read."""
    structures = acces.constantes(acces.structures_de(par))
    if not structures:
        return Parcours.objects.none()
    return Parcours.objects.filter(
        Q(structure__in=structures)
        | Q(stagiaire__structure__in=structures)
        | Q(session__structure_referente__in=structures)
        | Q(session__referent=par.pk)
    )


@transaction.atomic
def valider_profil(*, parcours_id: int, par: Utilisateur, le: date) -> Parcours:
    """Validate a profile in the name of the referent's structure; the training body and the employer are told.

    Raises ``Parcours.DoesNotExist`` on another's, ``TransitionImpossible`` when it is done already, ``RegleViolee``
    when the person may not join that session any more.
    """
    parcours = verrouiller_le_parcours(suivis_par(par), parcours_id)
    if parcours.session.fin and parcours.session.fin < le:
        raise RegleViolee("Cette session est terminée : il n’y a plus de profil à valider.")
    places, _ = disponibles(parcours.session)
    parcours.valideur = _valideur(parcours, par)
    disponible = Disponible(places=places.libres, poste=parcours.intention is not None)
    dossier = dossier_de(parcours, session=parcours.session, disponible=disponible, le=le)
    constats = examiner(dossier, reglement=reglement_au(le), le=le)
    if motifs := [c.message for c in constats if c.regle in DU_PROFIL and c.niveau != Niveau.CONFORME]:
        raise RegleViolee(*motifs)
    ligne = parcours.franchir(
        TransitionParcours.VALIDER_PROFIL,
        par=par,
        valideur=parcours.valideur,
        constats=[constat._asdict() for constat in constats],
        verdict=verdict_de(constats),
        juge_le=le,
    )
    annoncer_profil(parcours, ligne)
    return parcours


def _valideur(parcours: Parcours, par: Utilisateur) -> StructureReseau:
    """Give the structure that answers: the one that proposed the person, else the session's, else the first."""
    siennes = {s.pk: s for s in StructureReseau.objects.filter(pk__in=acces.structures_de(par)).order_by("nom", "pk")}
    voulues = [parcours.structure_id, parcours.session.structure_referente_id, *siennes]
    return next(siennes[pk] for pk in voulues if pk in siennes)
