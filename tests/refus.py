"""What the database says no to."""

from collections.abc import Callable

from django.db import DatabaseError, transaction


def refus(ecrire: Callable[[], object]) -> str:
    """What the database says of a write: the constraint's name, or its guard's sentence; empty when it takes it."""
    try:
        with transaction.atomic():
            ecrire()
    except DatabaseError as erreur:
        dit = erreur.__cause__.diag
        return dit.constraint_name or dit.message_primary
    return ""
