"""The world in which people are looked at by who should not, and acted on by several at once."""

import pytest

from sessions_formation.models import Session
from tests.factories.parcours import session_publiee
from tests.factories.scenario import Monde, monde


@pytest.fixture
def le_monde(db) -> Monde:
    return monde()


@pytest.fixture
def session(le_monde) -> Session:
    """Five places on one employer's five posts, followed by the scenario's agency."""
    return session_publiee(le_monde, structure=le_monde.reseau)
