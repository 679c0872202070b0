import shutil
import tempfile
from pathlib import Path

import pytest

from config.local import serveurs
from config.local.lieux import Lieu, lieu_de


@pytest.fixture(scope="module")
def nouveau_lieu():
    """Makes state folders of their own, away from pytest's private one, where the servers' account could not enter."""
    lieux: list[Lieu] = []

    def faire(prefixe: str = "essai-", droits: int = 0o711) -> Lieu:
        dossier = Path(tempfile.mkdtemp(prefix=prefixe))
        dossier.chmod(droits)
        lieux.append(lieu_de(dossier / ".state"))
        return lieux[-1]

    yield faire
    for lieu in lieux:
        serveurs.liberer(lieu)
        serveurs.arreter(lieu)
        shutil.rmtree(lieu.sockets, ignore_errors=True)
        shutil.rmtree(lieu.etat.parent)
        shutil.rmtree(lieu.donnees, ignore_errors=True)


@pytest.fixture(scope="module")
def lieu_commun(nouveau_lieu) -> Lieu:
    return nouveau_lieu()


@pytest.fixture
def lieu(lieu_commun):
    """One state folder for a module's tests: making a database cluster is half of what a test costs."""
    yield lieu_commun
    serveurs.liberer(lieu_commun)
