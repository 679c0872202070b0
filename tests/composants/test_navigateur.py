"""The page of components in a real browser: axe finds nothing, nothing overflows, the policy on content holds."""

import pytest
from django.urls import reverse

from tests.factories.comptes import agent
from tests.navigateur import WCAG, chromium, deborde, fautes_axe, ouvrir

__all__ = ["chromium", "ouvrir"]

# Wide in light, a phone in dark, the narrowest the RGAA asks for.
VUES = [(1280, False), (375, True), (320, False)]


@pytest.fixture
def adresse(live_server, settings) -> str:
    settings.DEMO = True
    return f"{live_server.url}/composants/"


@pytest.mark.parametrize(("largeur", "sombre"), VUES)
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

    barre.press("Enter")

    assert page.evaluate("document.activeElement.id") == "decision"


@pytest.mark.parametrize(
    "chemin", ["/", "/aide/", "/accessibilite/", "/donnees-personnelles/", "/mentions-legales/", "/sources/"]
)
def test_pages_publiques_sont_accessibles(live_server, ouvrir, chemin):
    page = ouvrir(live_server.url + chemin, largeur=320)

    assert fautes_axe(page) == []
    assert not deborde(page)


@pytest.mark.parametrize(("largeur", "sombre"), VUES)
@pytest.mark.parametrize("nom", ["index", "comptes_utilisateur_changelist", "comptes_utilisateur_change"])
def test_administration_est_accessible(live_server, client, ouvrir, nom, largeur, sombre):
    personne = agent()
    client.force_login(personne)
    arguments = [personne.pk] if nom.endswith("change") else []
    page = ouvrir(live_server.url + "/aide/", largeur=largeur, sombre=sombre)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    reponse = page.goto(live_server.url + reverse(f"admin:{nom}", args=arguments))

    assert reponse.status == 200
    assert fautes_axe(page, etiquettes=WCAG) == []
