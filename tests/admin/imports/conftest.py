"""An officer who imports lists, and the Opco they come from."""

import pytest
from django.contrib.auth.models import Group

from config.groupes import ACHAT
from tests.factories import comptes
from tests.factories.partenaires import PartenaireFactory
from tests.factories.referentiels import CommuneFactory, MetierFactory, loi_en_vigueur


@pytest.fixture
def monde(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    loi_en_vigueur()
    CommuneFactory(nom="Pouzauges", codes_postaux="85700", departement_id="85")
    MetierFactory(code_rome="H2913", libelle="Soudeur / Soudeuse", secteurs=["inter-industrie"])


@pytest.fixture
def agent(db):
    agent = comptes.agent(is_superuser=False)
    agent.groups.add(Group.objects.get(name=ACHAT))
    return agent


@pytest.fixture
def bureau(client, agent, monde):
    client.force_login(agent)
    return client


@pytest.fixture
def opco(monde):
    return PartenaireFactory(nom="Opco Ouest", courriel="offres@opco.example")
