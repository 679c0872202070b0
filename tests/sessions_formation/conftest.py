"""The day every page of these tests is opened on: the scenario's."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.factories.scenario import LE


@pytest.fixture
def ce_jour():
    """The clock of the edges starts in the morning of ``LE``."""
    with time_machine.travel(datetime(LE.year, LE.month, LE.day, 9, tzinfo=UTC), tick=True):
        yield LE
