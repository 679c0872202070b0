"""A reading that cannot write: what a long computation on real files runs in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction

from noyau.replique import base_de_lecture


@contextmanager
def lecture_seule() -> Iterator[str]:
    """Give the alias of ``base_de_lecture`` inside a transaction in which PostgreSQL refuses every writing.

    Short ones follow each other rather than one for the whole: a long transaction keeps the database from cleaning up
    after itself, and a replica cancels it.
    """
    base = base_de_lecture()
    with transaction.atomic(using=base):
        with connections[base].cursor() as curseur:
            curseur.execute("SET TRANSACTION READ ONLY")
        yield base
