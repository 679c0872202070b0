"""How a database goes back to its first state after a test that really commits (``transactional_db``).

Django truncates every table, for which PostgreSQL writes a new file per table and per index, then sends
``post_migrate``, which makes every permission again: a second in all, for a few dozen rows. Here the rows are deleted,
and those the migrations left are put back from a copy.
"""

import gc
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

COPIE = "etat_initial"
# What `post_migrate` writes: content types, permissions, the groups of officers and their rights.
REMPLIES = ("django_content_type", "auth_permission", "auth_group", "auth_group_permissions")


def copier_l_etat_initial() -> None:
    """Keep, in a schema of its own, what the migrations left."""
    copies = [f"CREATE TABLE {COPIE}.{table} AS TABLE {table}" for table in REMPLIES]
    with connection.cursor() as curseur:
        curseur.execute(";".join([f"DROP SCHEMA IF EXISTS {COPIE} CASCADE", f"CREATE SCHEMA {COPIE}", *copies]))


def revenir_a_l_etat_initial() -> None:
    """Empty every table, then put back what the migrations left. PostgreSQL's role must be a superuser, as in CI.

    As with TRUNCATE, a request still under way is waited for: the tables are locked first.
    """
    tables = [
        connection.ops.quote_name(nom) for nom in connection.introspection.django_table_names(only_existing=True)
    ]
    ordres = [
        f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE",
        # Neither foreign keys nor the triggers that protect a journal are asked: everything goes.
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {table}" for table in tables),
        *(f"INSERT INTO {table} SELECT * FROM {COPIE}.{table}" for table in REMPLIES),
    ]
    with transaction.atomic(), connection.cursor() as curseur:
        curseur.execute(";".join(ordres))


@pytest.fixture(scope="session")
def django_db_setup(base_de_la_suite, django_db_setup, django_db_blocker) -> Iterator[None]:
    """The databases of the run, with their first state kept; tests that commit go back to it."""
    base_de_la_suite.est_migree()
    with django_db_blocker.unblock():
        copier_l_etat_initial()
    # Migrations leave thousands of classes nobody holds; what is held by now serves to the end, and is not looked at.
    gc.collect()
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda essai: revenir_a_l_etat_initial())
        yield
