"""The officers' administration, on a Wednesday whose date the rules and the clocks agree on."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories.scenario import Monde, monde

MERCREDI = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def un_mercredi():
    with time_machine.travel(MERCREDI) as horloge:
        yield horloge


@pytest.fixture
def le_monde(db) -> Monde:
    return monde()


@pytest.fixture
def connecte(client, le_monde):
    """The officer's browser."""
    client.force_login(le_monde.agent)
    return client
