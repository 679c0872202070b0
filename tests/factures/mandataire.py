"""The mandataire's person, a draft to check, the day it is done: what the tests of its pages share."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse

from factures.actions.preparer import preparer_factures
from factures.models import Facture
from tests.factories.emission import fiche
from tests.factories.factures import MOIS, Voulue, bon_de_commande, declarer_heures
from tests.factories.scenario import monde

LE = date(2027, 2, 1)


@pytest.fixture
def ce_jour():
    with time_machine.travel(datetime(2027, 2, 1, 9, tzinfo=UTC), tick=True):
        yield LE


@pytest.fixture
def le_monde(db):
    ici = monde()
    fiche(ici.mandataire)
    return ici


@pytest.fixture
def marc(client, le_monde):
    """The browser of the mandataire's person, signed in."""
    client.force_login(le_monde.au_mandataire)
    return client


@pytest.fixture
def brouillon(le_monde) -> Facture:
    """A draft prepared from hours declared: two sessions."""
    bon = bon_de_commande(le_monde, Voulue(), Voulue(prix=Decimal("11.20")))
    for composante in bon.composantes.all():
        declarer_heures(composante.session, MOIS, [Decimal("35.50"), Decimal(28)])
    preparer_factures(mois=MOIS, le=LE)
    return Facture.objects.get()


CHAMPS = {
    "certifier": {"service_fait_le": LE},
    "mandater": {"mandatee_le": LE, "mandat": "M-118"},
    "payer": {"payee_le": LE, "montant_paye": Decimal("603.25")},
    "rejeter": {"motif_rejet": "Heures en trop."},
}


@transaction.atomic
def avancer(facture: Facture, *passages: str) -> None:
    """Cross the steps of the Région, as they are: its acts are tested where they are."""
    for passage in passages:
        facture.franchir(passage, par=None, **CHAMPS[passage])


def page_de(client: Client, facture: Facture):
    return client.get(reverse("factures:facture", args=[facture.pk]))


def dits(reponse) -> list[str]:
    return [str(message) for message in reponse.context["messages"]]
