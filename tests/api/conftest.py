import json

import pytest
from django.core.cache import cache
from django.test import Client

from tests.factories.partenaires import PartenaireFactory, cle_de
from tests.factories.referentiels import (
    CommuneFactory,
    MetierFactory,
    OrganismeFormationFactory,
    loi_en_vigueur,
)


class Machine:
    """A partner's machine: speaks JSON, with its key."""

    def __init__(self, valeur: str = "") -> None:
        self.client = Client()
        self.entetes = {"Authorization": f"Api-Key {valeur}"} if valeur else {}

    def lire(self, chemin: str, **parametres):
        return self.client.get(f"/api/v1/{chemin}", parametres, headers=self.entetes)

    def poster(self, chemin: str, document=None, **entetes):
        corps = document if isinstance(document, str | bytes) else json.dumps(document)
        entetes = self.entetes | {nom.replace("_", "-"): valeur for nom, valeur in entetes.items()}
        return self.client.post(f"/api/v1/{chemin}", corps, content_type="application/json", headers=entetes)

    def effacer(self, chemin: str):
        return self.client.delete(f"/api/v1/{chemin}", headers=self.entetes)


@pytest.fixture
def monde(db):
    cache.clear()
    loi_en_vigueur()
    CommuneFactory(nom="Pouzauges", code_insee="85182", codes_postaux="85700", departement_id="85")
    MetierFactory(code_rome="H2913", libelle="Soudeur / Soudeuse", secteurs=["inter-industrie"])
    OrganismeFormationFactory(nom="Formaloire Métiers")


@pytest.fixture
def partenaire(monde):
    return PartenaireFactory()


@pytest.fixture
def machine(partenaire):
    return Machine(cle_de(partenaire)[1])
