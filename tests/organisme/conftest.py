"""The world of what a training body declares of its trainees: the scenario's, and the structure that follows them."""

import pytest

from tests.factories.scenario import Monde, monde


@pytest.fixture
def le_monde(db) -> Monde:
    return monde()
