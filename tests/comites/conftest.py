"""The world of the scenario, on its Monday."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories.scenario import Monde, monde

LUNDI = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def un_lundi():
    with time_machine.travel(LUNDI) as horloge:
        yield horloge


@pytest.fixture
def le_monde(db) -> Monde:
    return monde()


@pytest.fixture
def connecte(client, le_monde):
    """The officer's browser."""
    client.force_login(le_monde.agent)
    return client
