"""Where a point stands in an agenda. Pure: kinds of points in, ranks out."""

from collections.abc import Sequence


def place_de(nature: str, presentes: Sequence[str], *, ordre: Sequence[str]) -> int:
    """Give where to put a point of this kind among those ``presentes``, from 0: behind its own and those before it.

    ``ordre`` is the usual order of the kinds. People may have moved points: only the last one that does not come after
    counts.
    """
    avant = set(ordre[: ordre.index(nature) + 1])
    return max((rang + 1 for rang, autre in enumerate(presentes) if autre in avant), default=0)
