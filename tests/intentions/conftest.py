import pytest

from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import (
    CommuneFactory,
    EmployeurFactory,
    MetierFactory,
    OrganismeFormationFactory,
    loi_en_vigueur,
)


@pytest.fixture
def monde(db):
    """The law, an establishment, a commune of the region, a job of one sector, a training body."""
    loi_en_vigueur()
    CommuneFactory(nom="Pouzauges", codes_postaux="85700", departement_id="85")
    MetierFactory(code_rome="H2913", libelle="Soudeur / Soudeuse", secteurs=["inter-industrie"])
    OrganismeFormationFactory(nom="Formaloire Métiers")


@pytest.fixture
def etablissement(monde):
    return EmployeurFactory(nom="Tôlerie Heulin", ville="Pouzauges", departement_id="85", siae=None, etti=None)


@pytest.fixture
def claire(etablissement):
    return comptes.employeur(etablissement, prenom="Claire", nom="Heulin", email="claire@exemple.fr")


@pytest.fixture
def chez_claire(client, claire):
    """A browser in which Claire is signed in."""
    client.force_login(claire)
    return client


@pytest.fixture
def brouillon(claire, etablissement):
    """A draft that only names its establishment."""
    return IntentionFactory(vide=True, deposant=claire, employeur=etablissement)
