"""docs/api.md says every key and right there is, and its examples work."""

import json
import re

import pytest
from django.conf import settings

from intentions.api.forme import CLES, EXEMPLE
from intentions.enums import DroitApi, Etape, TypeContrat
from tests.factories.referentiels import CommuneFactory

TEXTE = (settings.BASE_DIR / "docs/api.md").read_text()
EXEMPLES = [json.loads(bloc) for bloc in re.findall(r"```json\n(.*?)```", TEXTE, re.DOTALL)]


def test_le_guide_nomme_chaque_cle_et_chaque_valeur():
    mots = [*CLES, *DroitApi.values, *TypeContrat.values, *Etape.values]

    assert [mot for mot in mots if f"`{mot}`" not in TEXTE] == []


@pytest.mark.django_db
@pytest.mark.parametrize("exemple", [EXEMPLES[0], EXEMPLE], ids=["guide", "document OpenAPI"])
def test_l_exemple_se_depose(machine, exemple):
    CommuneFactory(nom="Chemillé-en-Anjou", code_insee="49092", codes_postaux="49120", departement_id="49")

    assert machine.poster("intentions/", exemple).status_code == 201
