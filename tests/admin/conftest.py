"""The officers' administration, on a Wednesday whose date the rules and the clocks agree on."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.agente import connecte, le_monde

__all__ = ["connecte", "le_monde"]

MERCREDI = datetime(2026, 11, 25, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def un_mercredi():
    with time_machine.travel(MERCREDI) as horloge:
        yield horloge
