"""Every address of the service and who may open it. An address that is not in the map fails the first test."""

import pytest
from django.urls import URLResolver, get_resolver, reverse

from tests.carte import CARTE, ROLES
from tests.securite.entetes import fautes
from tests.terrain import terrain

__all__ = ["terrain"]

pytestmark = [pytest.mark.django_db, pytest.mark.lent]

TENUES_AILLEURS = ("admin:", "account_", "mfa_", "socialaccount_", "proconnect_")


def _adresses(resolveur: URLResolver, espace: str = ""):
    for motif in resolveur.url_patterns:
        if isinstance(motif, URLResolver):
            yield from _adresses(motif, ":".join(filter(None, [espace, motif.namespace])))
        elif motif.name:
            yield ":".join(filter(None, [espace, motif.name]))


def test_chaque_adresse_est_dans_la_carte():
    adresses = {nom for nom in _adresses(get_resolver()) if not nom.startswith(TENUES_AILLEURS)}

    assert adresses == set(CARTE)


def test_qui_ouvre_quoi(terrain):
    """One world for the whole map: opening a page changes nothing, so the pages can share it. Each answer is read once
    more for what protects it."""
    ecarts, nus = {}, {}
    for nom, (besoins, attendus) in CARTE.items():
        adresse = reverse(nom, args=[terrain.arguments[besoin] for besoin in besoins])
        reponses = {role: terrain.clients[role].get(adresse) for role in ROLES}
        obtenus = {role: reponse.status_code for role, reponse in reponses.items()}
        if obtenus != attendus:
            ecarts[nom] = {role: (obtenus[role], attendus[role]) for role in ROLES if obtenus[role] != attendus[role]}
        if manquent := set().union(*(fautes(nom, role, reponse) for role, reponse in reponses.items())):
            nus[nom] = manquent

    assert (ecarts, nus) == ({}, {})


def test_sans_compte_on_est_conduit_a_la_connexion_puis_ramene(terrain):
    adresse = reverse("intentions:detail", args=[terrain.arguments["intention"]])

    reponse = terrain.clients["anonyme"].get(adresse)

    assert reponse.headers["Location"] == f"{reverse('account_login')}?next={adresse}"
