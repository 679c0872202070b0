"""How the tests of the pages of hours open them, on the first day of the month after."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from tests.html import texte


@pytest.fixture(autouse=True)
def fevrier():
    """The first day of the month after, in the morning."""
    with time_machine.travel(datetime(2027, 2, 1, 9, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def odile(client, le_monde):
    client.force_login(le_monde.au_cotraitant)
    return client


def adresse(nom, objet=None):
    return reverse(f"heures:{nom}", args=[objet.pk] if objet else [])


def page(client, nom, objet=None, **parametres):
    reponse = client.get(adresse(nom, objet), parametres)
    assert reponse.status_code == 200, reponse.status_code
    return texte(reponse)


def faites(releve):
    return list(releve.lignes.order_by("parcours").values_list("faites", flat=True))
