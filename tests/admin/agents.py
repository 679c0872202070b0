"""Officers of the tests: with the rights of one group and no more, who follow files, who are away."""

from datetime import timedelta

from django.contrib.auth.models import Group

from comptes.models import Utilisateur
from sessions_formation.models import AbsenceAgent, Session
from tests.admin.conftest import MERCREDI
from tests.factories import comptes

UN_JOUR = timedelta(days=1)


def officier(groupe: str, **champs) -> Utilisateur:
    """An officer with the rights of one group, no more."""
    personne = comptes.agent(**{"is_superuser": False, "prenom": "Lise", "nom": "Caillaud", **champs})
    personne.groups.add(Group.objects.get(name=groupe))
    return personne


def confiee(session: Session, agent: Utilisateur) -> Session:
    Session.objects.filter(pk=session.pk).update(agent=agent)
    return session


def absence(agent: Utilisateur, remplacant: Utilisateur | None = None, *, jours: int = 3) -> AbsenceAgent:
    le = MERCREDI.date()
    return AbsenceAgent.objects.create(agent=agent, debut=le, fin=le + jours * UN_JOUR, remplacant=remplacant)
