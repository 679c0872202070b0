"""The world of the sourcing: the scenario's, and a référente of the structure that covers its territory."""

import pytest

from comptes.models import Utilisateur
from tests.factories import comptes
from tests.sessions_formation.conftest import ce_jour, le_monde

__all__ = ["ce_jour", "le_monde"]


@pytest.fixture
def referente(le_monde) -> Utilisateur:
    return comptes.referent(le_monde.reseau, prenom="Nadia", nom="Roussel")


@pytest.fixture
def nadia(client, referente):
    """The référente's browser, signed in."""
    client.force_login(referente)
    return client
