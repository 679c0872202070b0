"""The plan of the tests: the project's own files, loaded for real."""

from django.contrib.auth.models import Group

from comptes.models import Utilisateur
from config.groupes import ELUS
from referentiels.actions.charger import charger_table
from tests.factories import comptes


def le_plan() -> None:
    """Load the 43 measures and their printed results."""
    charger_table("mesures_plan_bataille")
    charger_table("mesures_resultats")


def elue() -> Utilisateur:
    """Somebody who reads figures and nothing else."""
    personne = comptes.UtilisateurFactory(nom="Maréchal")
    personne.groups.add(Group.objects.get(name=ELUS))
    return personne


def agent_du_groupe(groupe: str) -> Utilisateur:
    """An officer with the rights of one group alone."""
    personne = comptes.agent(is_superuser=False)
    personne.groups.add(Group.objects.get(name=groupe))
    return personne
