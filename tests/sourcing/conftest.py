"""The world of the sourcing: the scenario's, and a référente of the structure that covers its territory."""

from datetime import UTC, datetime

import pytest
import time_machine

from comptes.models import Utilisateur
from tests.factories import comptes
from tests.factories.scenario import LE, Monde, monde


@pytest.fixture
def ce_jour():
    """The clock of the edges starts in the morning of ``LE``."""
    with time_machine.travel(datetime(LE.year, LE.month, LE.day, 9, tzinfo=UTC), tick=True):
        yield LE


@pytest.fixture
def le_monde(db) -> Monde:
    return monde()


@pytest.fixture
def referente(le_monde) -> Utilisateur:
    return comptes.referent(le_monde.reseau, prenom="Nadia", nom="Roussel")


@pytest.fixture
def nadia(client, referente):
    """The référente's browser, signed in."""
    client.force_login(referente)
    return client
