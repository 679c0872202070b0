"""How the run's processes share the tests: a file goes to one of them, what takes longest begins."""

import gc
from collections import Counter
from collections.abc import Generator

import pytest
from django.test import TransactionTestCase

LENTS = {"lent", "navigateur"}
# What a test asks for when it wants a database.
BASES = {"db", "transactional_db", "live_server", "django_db_setup"}
# How many objects are born between two looks for garbage (Python's own: 700, 10, 10), of which tests leave little.
SEUILS_DU_RAMASSAGE = (20_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage among modules and tests being read: all of it stays, and is not looked at again either.

    What the tests themselves leave is looked for, but seldom.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(*SEUILS_DU_RAMASSAGE)
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files with slow tests first, then those with many: no process ends long after the other.

    The very first wants a database, the next ones none: one process makes it, the others are at work meanwhile
    (``tests/modele.py``). Within a file, and between files alike, the order drawn by pytest-randomly stays.
    """
    tous = Counter(item.path for item in items)
    lents = Counter(item.path for item in items if not LENTS.isdisjoint(marque.name for marque in item.iter_markers()))
    avec_base = {item.path for item in items if _veut_une_base(item)}
    items.sort(key=lambda item: (-lents[item.path], -tous[item.path]))
    sans_base = [chemin for chemin in lents if chemin not in avec_base]
    premier = next((item.path for item in items if item.path in avec_base), None)
    items.sort(key=lambda item: (item.path != premier, item.path not in sans_base))


def _veut_une_base(item: pytest.Item) -> bool:
    if issubclass(getattr(item, "cls", None) or object, TransactionTestCase):
        return True
    return item.get_closest_marker("django_db") is not None or not BASES.isdisjoint(getattr(item, "fixturenames", ()))
