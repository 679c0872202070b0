"""People of the tests. ``agent()`` gives an officer; the traits of ``RattachementFactory`` give a role."""

import factory
from factory.django import DjangoModelFactory

from comptes.models import Rattachement, Role, Utilisateur
from tests.factories.referentiels import EmployeurFactory, OrganismeFormationFactory, StructureReseauFactory

MOT_DE_PASSE = "Une-phrase-de-passe-2026"


class UtilisateurFactory(DjangoModelFactory):
    """Someone with an account, a verified address and ``MOT_DE_PASSE``, attached to nothing."""

    class Meta:
        model = Utilisateur
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")
    prenom = "Claire"
    nom = factory.Sequence(lambda n: f"Heulin {n}")
    password = MOT_DE_PASSE

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return model_class.objects.create_user(*args, **kwargs)


class RattachementFactory(DjangoModelFactory):
    """By default an employer; ``pour_organisme=True`` and ``pour_referent=True`` are the other roles."""

    class Meta:
        model = Rattachement

    class Params:
        pour_organisme = factory.Trait(
            role=Role.ORGANISME, employeur=None, organisme=factory.SubFactory(OrganismeFormationFactory)
        )
        pour_referent = factory.Trait(
            role=Role.REFERENT, employeur=None, structure=factory.SubFactory(StructureReseauFactory)
        )

    utilisateur = factory.SubFactory(UtilisateurFactory)
    role = Role.EMPLOYEUR
    employeur = factory.SubFactory(EmployeurFactory)


def agent(**champs) -> Utilisateur:
    """An officer of the Région who may do everything in the administration."""
    return UtilisateurFactory(**{"is_staff": True, "is_superuser": True, "nom": "Pasquier", **champs})


def employeur(etablissement=None, **champs) -> Utilisateur:
    """Someone who acts for an establishment."""
    return _rattache({} if etablissement is None else {"employeur": etablissement}, champs)


def organisme(organisme_formation=None, **champs) -> Utilisateur:
    """Someone who acts for a training body."""
    cible = {} if organisme_formation is None else {"organisme": organisme_formation}
    return _rattache({"pour_organisme": True, **cible}, champs)


def referent(structure=None, **champs) -> Utilisateur:
    """A référent of the Réseau pour l'emploi."""
    return _rattache({"pour_referent": True, **({} if structure is None else {"structure": structure})}, champs)


def _rattache(rattachement: dict, champs: dict) -> Utilisateur:
    utilisateur = UtilisateurFactory(**champs)
    RattachementFactory(utilisateur=utilisateur, **rattachement)
    return utilisateur
