"""How the run's processes share the tests: a file goes to one of them, what takes longest begins."""

from collections import Counter

import pytest

LENTS = {"lent", "navigateur"}


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with slow tests first, then those with many: no process ends long after the other.

    Within a file, and between files alike, the order drawn by pytest-randomly stays.
    """
    tous = Counter(item.path for item in items)
    lents = Counter(item.path for item in items if not LENTS.isdisjoint(marque.name for marque in item.iter_markers()))
    items.sort(key=lambda item: (-lents[item.path], -tous[item.path]))
