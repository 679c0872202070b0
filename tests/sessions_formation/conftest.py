"""The world of these tests and the day their pages are opened on: the scenario's."""

from datetime import UTC, datetime

import pytest
import time_machine

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
def odile(client, le_monde):
    """The browser of the cotraitant's person, signed in."""
    client.force_login(le_monde.au_cotraitant)
    return client
