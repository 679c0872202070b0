import pytest

from tests.factories.referentiels import CommuneFactory, MetierFactory, loi_en_vigueur


@pytest.fixture
def referentiels(db):
    """The law, a commune of each département, jobs of two sectors."""
    loi_en_vigueur()
    for code in ("44", "49", "53", "72", "85"):
        CommuneFactory(departement_id=code)
    for secteur in ("inter-industrie", "construction"):
        for _ in range(2):
            MetierFactory(secteurs=[secteur])
