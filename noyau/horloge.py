"""The instant written beside an act: in its journal line, its letter, its e-mail, its dates of filing or order.

It is the present one, always, for everybody. Only ``manage.py demo`` and ``manage.py peupler`` set it back: made-up
files need a past, and the journal can be neither edited nor written by another way than the acts themselves. One clock
read in one place keeps a single code path. Nothing that decides (rules, leases, retries, rights) reads this clock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_fixee: ContextVar[datetime | None] = ContextVar("horloge_fixee", default=None)


def maintenant() -> datetime:
    """Give the instant (aware) at which the act being done is dated."""
    return _fixee.get() or timezone.now()


@contextmanager
def horloge_fixee_a(instant: datetime) -> Iterator[None]:
    """Date the acts of this block at ``instant`` (aware, in the past). For made-up files, and for them alone.

    Raises ``ValueError`` for a naive instant or one that is still to come.
    """
    if timezone.is_naive(instant) or instant > timezone.now():
        raise ValueError("L’horloge se règle sur un instant passé, avec son fuseau.")
    jeton = _fixee.set(instant)
    try:
        yield
    finally:
        _fixee.reset(jeton)
