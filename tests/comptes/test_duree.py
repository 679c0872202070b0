"""How long a session lives: for everybody, for an officer who does nothing, and after one signed out everywhere."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.factories import comptes

pytestmark = pytest.mark.django_db

COMPTE = "/compte/"
CONNEXION = f"/connexion/?next={COMPTE}"


def entrer(personne) -> Client:
    navigateur = Client()
    navigateur.force_login(personne)
    return navigateur


def ou(navigateur: Client) -> str:
    """Where the account page leads: itself, or the sign-in page."""
    reponse = navigateur.get(COMPTE)
    return reponse.headers.get("Location", COMPTE)


def apres(navigateur: Client, **duree: int) -> str:
    with time_machine.travel(timezone.now() + timedelta(**duree), tick=False):
        return ou(navigateur)


def test_un_agent_qui_ne_fait_rien_est_deconnecte_pas_un_employeur(settings):
    settings.INACTIVITE_DES_AGENTS = 120
    agent, employeur = entrer(comptes.agent()), entrer(comptes.employeur())

    assert [apres(agent, minutes=119), apres(employeur, minutes=600)] == [COMPTE, COMPTE]
    # The page read at the 119th minute counted: the hours start again from there.
    assert apres(agent, minutes=200) == COMPTE
    assert apres(agent, minutes=400) == CONNEXION
    assert ou(agent) == CONNEXION


def test_une_session_ne_dure_pas_plus_d_une_journee_quoi_qu_on_fasse():
    agent = entrer(comptes.agent())

    assert [apres(agent, minutes=minutes) for minutes in range(100, 720, 100)] == [COMPTE] * 7
    assert apres(agent, minutes=721) == CONNEXION


def test_deconnecter_partout_ferme_les_autres_appareils_et_permet_de_revenir():
    personne = comptes.employeur()
    telephone, ordinateur = entrer(personne), entrer(personne)

    reponse = telephone.post("/compte/deconnecter-partout/", follow=True)

    assert "déconnecté de tous les appareils" in reponse.content.decode()
    assert [ou(telephone), ou(ordinateur)] == [CONNEXION, CONNEXION]
    assert ou(entrer(personne)) == COMPTE
