"""What is due is done one by one: a row that fails does not stop the others (docs/decisions/0016)."""

import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from django.db import transaction

journal = logging.getLogger(__name__)

Du = TypeVar("Du")


class Bilan(NamedTuple):
    """How many of one line were done, and how many failed (the log says why)."""

    faites: int
    echouees: int


RIEN = Bilan(0, 0)


def un_par_un(nom: str, dus: Iterable[Du], faire: Callable[[Du], int]) -> Bilan:
    """Do the line ``nom`` for each of ``dus``, each in its own transaction; ``faire`` gives how many were done.

    What fails is logged whole and counted, and is due again the next time.
    """
    faites = echouees = 0
    for du in dus:
        try:
            with transaction.atomic():
                faites += faire(du)
        except Exception:  # noqa: BLE001 one row must not stop the others, and the log has it whole
            journal.exception("« %s », %s : cela a échoué.", nom, _cles(du))
            echouees += 1
    return Bilan(faites, echouees)


def _cles(du: object) -> str:
    """What tells a row in the log: its keys, never a name."""
    parties = du if isinstance(du, tuple) else (du,)
    return ", ".join(str(getattr(partie, "pk", partie)) for partie in parties if not isinstance(partie, list))
