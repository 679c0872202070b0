"""The servers the tests need are up before Django is; the guards are in tests/conftest.py."""

import pytest

from config.env import serveurs_embarques


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Kept for the life of each process: with xdist, every worker is a user of the servers."""
    if serveurs_embarques():
        from config.local.serveurs import assurer

        assurer()
