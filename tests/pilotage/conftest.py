"""A Wednesday of November 2026, and the scenario's world on it."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories.scenario import monde


@pytest.fixture
def un_jour():
    with time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def le_monde(db):
    return monde()
