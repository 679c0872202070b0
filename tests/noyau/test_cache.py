"""A cache that does not answer stops nobody: people sign in, send files, and read what they came for."""

import pytest
from django.core.cache import cache

from noyau.cache import CacheFacultatif
from tests.factories import comptes


@pytest.fixture
def eteint(settings, monkeypatch):
    monkeypatch.setattr(CacheFacultatif, "_repit_jusqu_a", 0.0)
    settings.CACHES = {"default": {"BACKEND": "noyau.cache.CacheFacultatif", "LOCATION": "redis://127.0.0.1:9/1"}}


def test_un_cache_eteint_ne_garde_rien_et_se_dit_une_fois(eteint, caplog):
    assert (cache.add("a", 1), cache.get("a"), cache.get("a", "rien"), cache.delete("a")) == (
        True,
        None,
        "rien",
        False,
    )
    cache.set("a", 1)

    assert [ligne.getMessage() for ligne in caplog.records] == [
        "Le cache ne répond pas (ConnectionError) : aucun débit n’est limité."
    ]


@pytest.mark.django_db
def test_sans_cache_on_demande_un_code_et_on_envoie(eteint, client):
    employeur = comptes.employeur()

    assert client.post("/connexion/code/", {"email": employeur.email}).status_code == 302
    client.force_login(employeur)
    assert client.post("/compte/", {"prenom": "Claire", "nom": "Martin"}, follow=True).status_code == 200


def test_un_cache_qui_repond_garde(settings, monkeypatch):
    monkeypatch.setattr(CacheFacultatif, "_repit_jusqu_a", 0.0)
    settings.CACHES = {"default": {"BACKEND": "noyau.cache.CacheFacultatif", "LOCATION": settings.REDIS_URL}}

    assert cache.add("essai:cache", 1, 5)
    assert not cache.add("essai:cache", 2, 5)
    assert (cache.get("essai:cache"), cache.delete("essai:cache"), cache.get("essai:cache")) == (1, True, None)
