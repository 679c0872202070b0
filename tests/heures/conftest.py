"""The world of hours: the scenario's, a session of its cotraitant whose people have entered."""

import pytest

from heures.models import Releve
from tests.factories.heures import releve_ouvert
from tests.factories.scenario import Monde, monde


@pytest.fixture
def le_monde(db) -> Monde:
    return monde()


@pytest.fixture
def releve(le_monde) -> Releve:
    """January 2027, two people, nothing typed."""
    return releve_ouvert(le_monde)
