"""How the commands of this package tell where they are: bars on a terminal, nothing in a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from tqdm import tqdm


@contextmanager
def barres(sortie: IO[Any]) -> Iterator[Callable[[str, int], Callable[[int], object]]]:
    """Give what opens a bar: (what, total) → what to call as it goes on. The one before is closed."""
    ouvertes: list[Any] = []

    def suivre(quoi: str, total: int) -> Callable[[int], object]:
        while ouvertes:
            ouvertes.pop().close()
        ouvertes.append(tqdm(total=total, desc=quoi, unit_scale=True, file=sortie, disable=not sys.stderr.isatty()))
        return ouvertes[-1].update

    try:
        yield suivre
    finally:
        while ouvertes:
            ouvertes.pop().close()
