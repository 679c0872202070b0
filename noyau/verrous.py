"""What a worker holds while it works, and drops by dying."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def dans_nos_mains(famille: int, cle: int) -> Iterator[bool]:
    """Hold an object for the length of a ``with``; give False when another worker holds it.

    ``famille`` is a number of its own for each kind of work, ``cle`` the object's id. The advisory lock belongs to the
    connection and not to a transaction: PostgreSQL drops it with the connection, so that what a dead worker held is
    free at once.
    """
    with connection.cursor() as curseur:
        curseur.execute("select pg_try_advisory_lock(%s, %s)", [famille, cle])
        (libre,) = curseur.fetchone()
    try:
        yield libre
    finally:
        if libre:
            with connection.cursor() as curseur:
                curseur.execute("select pg_advisory_unlock(%s, %s)", [famille, cle])
