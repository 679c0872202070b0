"""The world of the scenario, on its Monday."""

from datetime import UTC, datetime

import pytest
import time_machine

from tests.agente import connecte, le_monde

__all__ = ["connecte", "le_monde"]

LUNDI = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def un_lundi():
    with time_machine.travel(LUNDI) as horloge:
        yield horloge
