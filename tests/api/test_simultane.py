"""The same demand sent by several machines at the same instant, on real connections: one intention."""

import pytest
from django.core.cache import cache

from intentions.models import IntentionEmbauche, RequeteIdempotente
from tests.api.conftest import Machine
from tests.api.documents import intention
from tests.factories.partenaires import PartenaireFactory, cle_de
from tests.factories.referentiels import CommuneFactory, MetierFactory, loi_en_vigueur
from tests.simultane import ensemble

MACHINES = 8


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("entetes", [{"Idempotency_Key": "a1"}, {}], ids=["clé", "référence"])
def test_la_meme_demande_au_meme_instant_ne_compte_qu_une(entetes):
    cache.clear()
    loi_en_vigueur()
    CommuneFactory(nom="Pouzauges", code_insee="85182", codes_postaux="85700", departement_id="85")
    MetierFactory(code_rome="H2913", libelle="Soudeur / Soudeuse", secteurs=["inter-industrie"])
    valeur = cle_de(PartenaireFactory())[1]

    reponses = ensemble([lambda: Machine(valeur).poster("intentions/", intention(), **entetes)] * MACHINES)

    assert [reponse.status_code for reponse in reponses] == [201] * MACHINES
    assert len({reponse.json()["numero"] for reponse in reponses}) == 1
    assert sum("Idempotent-Replayed" in reponse.headers for reponse in reponses) == MACHINES - 1
    assert (IntentionEmbauche.objects.count(), RequeteIdempotente.objects.count()) == (1, 1)
