"""The world of these tests and the day its pages are opened on: the scenario's."""

from tests.sessions_formation.conftest import ce_jour, le_monde

__all__ = ["ce_jour", "le_monde"]
