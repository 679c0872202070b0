"""A property-based tester reads our OpenAPI document and tries it: no server error, every answer as announced.

The throttles are lifted: what is tried here is what they protect.
"""

import contextlib

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance

from config.wsgi import application
from intentions.api.base import DebitParCle
from intentions.models import EnvoiWebhook
from tests.api.test_envois import annoncee
from tests.factories.partenaires import cle_de

load_all_checks()
REGLAGES = settings(
    max_examples=20,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
pytestmark = [pytest.mark.django_db, pytest.mark.lent]


@pytest.fixture
def sans_fermer_la_base():
    """A request closes its connection when it ends: here it is the test's, which holds the whole transaction."""
    signaux = (request_started, request_finished)
    for signal in signaux:
        signal.disconnect(close_old_connections)
    yield
    for signal in signaux:
        signal.connect(close_old_connections)


@pytest.fixture
def document(partenaire, monkeypatch, sans_fermer_la_base):
    """The document as partners read it, on a world where there is something of theirs."""
    monkeypatch.setattr(DebitParCle, "THROTTLE_RATES", {"api_lecture": None, "api_ecriture": None})
    annoncee("https://partenaire.example/crochet", partenaire)
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)
    return schema.include(path_regex="/(intentions|abonnements|envois)/")


@pytest.fixture
def entetes(partenaire):
    return {"Authorization": f"Api-Key {cle_de(partenaire)[1]}"}


@pytest.mark.parametrize("mode", GenerationMode)
def test_l_api_tient_ce_que_son_document_annonce(document, entetes, mode):
    """Documents of the announced form, then documents that are not: each operation, in one transaction."""
    essayees = set()
    for resultat in document.get_all_operations():
        operation = resultat.ok()

        @given(case=operation.as_strategy(generation_mode=mode))
        @REGLAGES
        def essayer(case):
            # A document that is well-formed may still be refused by the rules: a SIRET has a key, a date is to come.
            case.call_and_validate(headers=entetes, excluded_checks=[positive_data_acceptance])
            essayees.add(case.operation.label)

        # An operation that takes nothing cannot be given anything wrong.
        with contextlib.suppress(Unsatisfiable):
            essayer()

    assert len(essayees) == 9, sorted(essayees)


def test_le_document_est_valable_et_sans_reserve(recwarn):
    schema = SchemaGenerator().get_schema(request=None, public=True)

    validate_schema(schema)
    assert schema["openapi"] == "3.1.0"
    ecrites = [chemin for chemin in schema["paths"] if "simulation" not in chemin]
    assert len(ecrites) == 8
    for chemin in ecrites:
        for operation in schema["paths"][chemin].values():
            assert {"401", "403", "406", "429"} <= set(operation["responses"])


def test_le_monde_de_l_essai_a_un_envoi(document):
    assert EnvoiWebhook.objects.count() == 1
