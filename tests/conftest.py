"""Guards that hold for every test: each hunts a whole class of bugs rather than a case."""

from datetime import datetime

import pytest
from django.db.models import DateField
from django.db.models.expressions import OrderBy
from django.db.models.functions import Random
from django.db.models.query import QuerySet
from django.db.models.sql.compiler import SQLCompiler
from hypothesis import HealthCheck, settings

from tests.modele import base_de_la_suite, django_db_createdb, django_db_keepdb
from tests.navigateur import navigateur_de_la_suite, pytest_itemcollected
from tests.repartition import pytest_collection, pytest_collection_modifyitems
from tests.vidage import django_db_setup

__all__ = [
    "base_de_la_suite",
    "django_db_createdb",
    "django_db_keepdb",
    "django_db_setup",
    "navigateur_de_la_suite",
    "pytest_collection",
    "pytest_collection_modifyitems",
    "pytest_itemcollected",
]

# What a property says does not depend on how busy the machine is.
settings.register_profile("maison", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("maison")

# For the benches: a random order costs a whole sort where a bounded count would have stopped.
ORDRE_DES_REQUETES = SQLCompiler._order_by_pairs


@pytest.fixture(autouse=True, scope="session")
def une_requete_sans_ordre_rend_n_importe_quel_ordre():
    """PostgreSQL promises no order without ORDER BY: here it truly gives none, so that a test relying on one fails."""

    def desordonnee(compilateur):
        paires = list(ORDRE_DES_REQUETES(compilateur))
        requete = compilateur.query
        colonnes = requete.default_cols or requete.select
        if not paires and colonnes and not (requete.distinct or requete.group_by or requete.combinator):
            yield OrderBy(Random()), False
        yield from paires

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "_order_by_pairs", desordonnee)
        yield


@pytest.fixture(autouse=True, scope="session")
def une_date_n_est_pas_un_instant():
    """A DateField given a datetime changes day at midnight: refused."""
    origine = DateField.pre_save

    def stricte(champ, model_instance, add):
        if type(champ) is DateField and isinstance(getattr(model_instance, champ.attname), datetime):
            pytest.fail(f"{model_instance!r}.{champ.attname} attend une date, pas un instant")
        return origine(champ, model_instance, add)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DateField, "pre_save", stricte)
        yield


@pytest.fixture(autouse=True, scope="session")
def un_verrou_dit_ce_qu_il_verrouille():
    """FOR UPDATE without OF locks every joined table, and PostgreSQL refuses it on outer joins."""
    origine = QuerySet.select_for_update

    def stricte(self, nowait=False, skip_locked=False, of=(), no_key=False):
        if not of and self.model._meta.app_label in APPLICATIONS:
            pytest.fail(f"select_for_update() sur {self.model.__name__} : préciser of=(…)")
        return origine(self, nowait=nowait, skip_locked=skip_locked, of=of, no_key=no_key)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "select_for_update", stricte)
        yield


APPLICATIONS = {
    "noyau",
    "comptes",
    "referentiels",
    "intentions",
    "sessions_formation",
    "comites",
    "aides",
    "pilotage",
    "stagiaires",
    "parcours",
    "insertion",
    "heures",
    "factures",
}
