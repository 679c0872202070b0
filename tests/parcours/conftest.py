"""The world of the journeys: the scenario's, two officers with the rights of their group, the mailbox."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import timezone

from comptes.models import Utilisateur
from config.groupes import ACHAT
from noyau.expedition import expedier_les_dus
from tests.factories import scenario
from tests.factories.comptes import UtilisateurFactory
from tests.factories.referentiels import siret_de_rang
from tests.navigateur import chromium, ouvrir
from tests.parcours.visiteur import GRAND, Visiteur

__all__ = ["chromium", "ouvrir"]

CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


@pytest.fixture(autouse=True)
def ce_jour() -> Iterator[None]:
    """The clock of the edges starts in the morning of ``LE``."""
    cache.clear()
    le = scenario.LE
    with time_machine.travel(datetime(le.year, le.month, le.day, 9, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def le_monde(transactional_db) -> scenario.Monde:
    return scenario.monde()


@pytest.fixture
def agents(le_monde) -> tuple[Utilisateur, Utilisateur]:
    """Two officers of the purchasing group: they hold its rights, and no other."""
    groupe = Group.objects.get(name=ACHAT)
    deux = [
        UtilisateurFactory(is_staff=True, prenom=prenom, nom=nom, email=courriel, telephone="02 28 20 50 00")
        for prenom, nom, courriel in (
            ("Hélène", "Pasquier", "helene.pasquier@region.example"),
            ("Bruno", "Tessier", "bruno.tessier@region.example"),
        )
    ]
    groupe.user_set.add(*deux)
    return deux[0], deux[1]


@pytest.fixture
def siret() -> str:
    """An establishment nobody has recorded yet."""
    return siret_de_rang(42)


@dataclass
class Maison:
    """The service as it runs: people open their browsers in it, and its letters are really sent."""

    base: str
    ouvrir: Callable[..., object]
    fautes: dict[str, list[str]] = field(default_factory=dict)
    visiteurs: list[Visiteur] = field(default_factory=list)

    def entrer(self, *, largeur: int = GRAND, javascript: bool = True, au_bureau: bool = False) -> Visiteur:
        """Give somebody new, who has opened nothing yet."""
        page = self.ouvrir("about:blank", largeur=largeur, javascript=javascript)
        page.set_default_timeout(20_000)
        self.visiteurs.append(Visiteur(page, self.base, largeur, self.fautes, javascript, au_bureau))
        return self.visiteurs[-1]

    def expedier(self) -> int:
        """What the worker does: send the rows of the outbox."""
        return expedier_les_dus(maintenant=timezone.now)

    def lire_courriel(self, lecteur: Visiteur, pour: str, objet: str) -> str:
        """Open somebody's latest message of that subject in the mailbox; give its words."""
        lecteur.aller(f"/demo/boite/?pour={pour}")
        with lecteur.page.expect_navigation():
            lecteur.page.get_by_role("link", name=objet).first.click()
        lecteur.voir()
        return lecteur.lire("section[aria-labelledby=texte]")


@pytest.fixture
def maison(live_server, settings, ouvrir, transactional_db) -> Iterator[Maison]:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "noyau.boite.BoiteDeDemonstration"
    settings.SITE_URL = live_server.url
    la_maison = Maison(live_server.url, ouvrir)
    yield la_maison
    assert la_maison.fautes == {}


def code_lu(texte: str) -> str:
    """Give the code written in a message."""
    return CODE.search(texte)[0]


def lien_lu(texte: str, chemin: str) -> str:
    """Give the address written in a message that begins by ``chemin``, without its host."""
    return re.search(rf"{re.escape(chemin)}\S+", texte)[0]


def manquent(texte: str, *attendus: str) -> list[str]:
    """Give the words a document should hold and does not."""
    return [attendu for attendu in attendus if attendu not in texte]
