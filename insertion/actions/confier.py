"""Handing over what a referent follows, when it is away or leaves: its people, and the sessions it is named for."""

from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from comptes import acces
from comptes.models import Rattachement, Role, Utilisateur
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal, preparer_ligne
from sessions_formation.actions.referent import SUIVIES
from sessions_formation.models import Session
from stagiaires.models import Stagiaire


class Charge(NamedTuple):
    """What a person follows for a structure: how many people, how many sessions."""

    stagiaires: int
    sessions: int


def charge_de(personne_id: int, structure_id: int) -> Charge:
    """Count what somebody follows for a structure (2 queries)."""
    return Charge(_stagiaires(personne_id, structure_id).count(), _sessions(personne_id, structure_id).count())


@transaction.atomic
def confier_tout(*, de: int, a: int, structure_id: int, par: Utilisateur) -> Charge:
    """Hand all that ``de`` follows for a structure to ``a``; somebody of the structure does it, for itself or not.

    Gives what changed hands; nothing, done a second time. Raises ``RegleViolee`` when one of them does not act for the
    structure (who hands over may have left it), or when both are the same.
    """
    if structure_id not in acces.constantes(acces.structures_de(par)):
        raise RegleViolee("Vous n’agissez pas pour cette structure.")
    if de == a:
        raise RegleViolee("Choisissez un autre collègue : ce sont déjà les siens.")
    repreneur = _de_la_structure(structure_id).filter(utilisateur=a, utilisateur__is_active=True).first()
    if repreneur is None:
        raise RegleViolee("Ce collègue n’agit pas pour votre structure.")
    vers = repreneur.utilisateur
    stagiaires = list(_stagiaires(de, structure_id).select_for_update(of=("self",)).order_by("pk"))
    sessions = list(_sessions(de, structure_id).select_for_update(of=("self",)).order_by("pk"))
    libelle = f"Désormais suivi par {vers}"
    LigneJournal.objects.bulk_create(
        preparer_ligne(objet, libelle, par=par, transition="confier") for objet in [*stagiaires, *sessions]
    )
    Stagiaire.objects.filter(pk__in=[stagiaire.pk for stagiaire in stagiaires]).update(referent=vers)
    Session.objects.filter(pk__in=[session.pk for session in sessions]).update(referent=vers)
    return Charge(len(stagiaires), len(sessions))


def _de_la_structure(structure_id: int) -> QuerySet[Rattachement]:
    siens = Rattachement.objects.actifs().filter(role=Role.REFERENT, structure=structure_id)
    return siens.select_related("utilisateur").order_by("pk")


def _stagiaires(personne_id: int, structure_id: int) -> QuerySet[Stagiaire]:
    return Stagiaire.objects.presents().filter(referent=personne_id, structure=structure_id)


def _sessions(personne_id: int, structure_id: int) -> QuerySet[Session]:
    return Session.objects.filter(referent=personne_id, structure_referente=structure_id, statut__in=SUIVIES)
