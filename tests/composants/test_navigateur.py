"""The page of components in a real browser: axe finds nothing, nothing overflows, the policy on content holds."""

import pytest

from tests.navigateur import chromium, deborde, fautes_axe, ouvrir, sans_chromium

__all__ = ["chromium", "ouvrir"]

pytestmark = [pytest.mark.navigateur, sans_chromium]


@pytest.fixture
def adresse(live_server, settings) -> str:
    settings.DEMO = True
    return f"{live_server.url}/composants/"


@pytest.mark.parametrize("sombre", [False, True], ids=["clair", "sombre"])
@pytest.mark.parametrize("largeur", [1280, 375, 320])
def test_composants_sont_accessibles_et_tiennent_dans_la_fenetre(adresse, ouvrir, largeur, sombre):
    page = ouvrir(adresse, largeur=largeur, sombre=sombre)

    assert fautes_axe(page) == []
    assert not deborde(page)


def test_sombre_force_donne_les_couleurs_sombres(adresse, ouvrir):
    page = ouvrir(f"{adresse}?sombre")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 26, 32)"


def test_barre_de_decision_reste_a_portee_et_mene_au_panneau(adresse, ouvrir):
    page = ouvrir(adresse, largeur=375)
    barre = page.locator(".verdict-bas[href='#decision']")

    barre.click()

    assert page.evaluate("document.activeElement.id") == "decision"


@pytest.mark.parametrize(
    "chemin", ["/", "/aide/", "/accessibilite/", "/donnees-personnelles/", "/mentions-legales/", "/sources/"]
)
@pytest.mark.parametrize("largeur", [1280, 320])
def test_pages_publiques_sont_accessibles(live_server, ouvrir, chemin, largeur):
    page = ouvrir(live_server.url + chemin, largeur=largeur)

    assert fautes_axe(page) == []
    assert not deborde(page)
