"""The officer of the scenario and her browser. A package of tests imports these fixtures in its ``conftest.py``."""

import pytest

from tests.factories.scenario import Monde, monde


@pytest.fixture
def le_monde(db) -> Monde:
    return monde()


@pytest.fixture
def connecte(client, le_monde):
    """The officer's browser."""
    client.force_login(le_monde.agent)
    return client
