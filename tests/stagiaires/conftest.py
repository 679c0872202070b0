"""A session on intentions, followed by a structure, and a person on it."""

import pytest
from django.test import Client

from tests.factories import comptes
from tests.factories.parcours import session_publiee
from tests.factories.scenario import monde


@pytest.fixture
def le_monde():
    return monde()


@pytest.fixture
def session(le_monde):
    return session_publiee(le_monde, structure=le_monde.reseau)


@pytest.fixture
def referente(le_monde):
    return comptes.referent(le_monde.reseau)


@pytest.fixture
def entre():
    """Give ``entre(person)``: a test client in which this person is signed in."""

    def _entre(personne) -> Client:
        client = Client()
        client.force_login(personne)
        return client

    return _entre
