"""A real browser for the tests that need one. A test module imports the fixtures it uses from here.

Playwright's synchronous interface runs an event loop in the test's thread: Django must be told that its database calls
there are meant (``DJANGO_ALLOW_ASYNC_UNSAFE``). One browser serves the whole run; between the tests that use it, its
loop is put out of sight of the others.
"""

import asyncio
import functools
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from django.test import Client

from config.local.essais import NAVIGATEURS

# Pages live a few seconds: making their scripts faster, and axe's, takes longer than running them as they are.
OPTIONS_DE_CHROMIUM = ("--no-sandbox", "--disable-gpu", "--js-flags=--no-opt --no-maglev")
CHROMIUM = next(filter(None, map(shutil.which, NAVIGATEURS)), None)
WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# A folder where tests leave pictures of what they saw, for whoever wants to look.
VUES = os.environ.get("VUES", "")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark what asks for the browser, wherever it stands: no test has to say it again."""
    if "navigateur_de_la_suite" in getattr(item, "fixturenames", ()):
        item.add_marker("navigateur")


@pytest.fixture(scope="session")
def navigateur_de_la_suite() -> Iterator[tuple[object, asyncio.AbstractEventLoop]]:
    """One browser for a whole run, and the loop it speaks by: half a second each time saved. Where there is none, who
    asks for it is left aside."""
    if CHROMIUM is None:
        pytest.skip("Chromium n’est pas installé : page non essayée.")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright n’est pas installé.")
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as playwright:
        for classe in (sync_api.Locator, sync_api.Page):
            for geste in ("click", "press"):
                patch.setattr(classe, geste, _puis_attendre(getattr(classe, geste)))
        navigateur = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS_DE_CHROMIUM)
        boucle = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield navigateur, boucle
        asyncio._set_running_loop(boucle)
        navigateur.close()


def _puis_attendre(geste: Callable[..., None]) -> Callable[..., None]:
    """Give the same gesture, back once the page it leads to is whole: Playwright gives the hand back when that page
    has begun, and what is read at once (``count``, ``is_visible``) may not be there yet."""

    @functools.wraps(geste)
    def _geste(cible, *args, **options) -> None:
        geste(cible, *args, **options)
        getattr(cible, "page", cible).wait_for_load_state()

    return _geste


@pytest.fixture
def chromium(navigateur_de_la_suite) -> Iterator[object]:
    """The browser of the run, for the time of a test."""
    navigateur, boucle = navigateur_de_la_suite
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        asyncio._set_running_loop(boucle)
        yield navigateur
        asyncio._set_running_loop(None)


@pytest.fixture
def ouvrir(chromium) -> Iterator[Callable[..., object]]:
    """Give ``ouvrir(url, largeur=1280, sombre=False, javascript=True)``: a page whose console must stay silent."""
    contextes, paroles = [], []

    def _ouvrir(url: str, *, largeur: int = 1280, sombre: bool = False, javascript: bool = True):
        contexte = chromium.new_context(
            viewport={"width": largeur, "height": 800},
            color_scheme="dark" if sombre else "light",
            java_script_enabled=javascript,
            locale="fr-FR",
        )
        contexte.sans_javascript = not javascript
        contextes.append(contexte)
        page = contexte.new_page()
        page.on("console", lambda message: _noter(message, paroles))
        page.on("pageerror", lambda erreur: paroles.append(str(erreur)))
        page.goto(url)
        return page

    yield _ouvrir
    for contexte in contextes:
        contexte.close()
    assert paroles == [], paroles


@pytest.fixture
def entrer(live_server, ouvrir) -> Callable[..., object]:
    """Give ``entrer(person, path, …)``: a page in which this person is signed in."""

    def _entrer(personne, chemin: str, **options):
        temoin = Client()
        temoin.force_login(personne)
        page = ouvrir("about:blank", **options)
        jeton = temoin.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": jeton, "url": live_server.url}])
        page.goto(live_server.url + chemin)
        return page

    return _entrer


def verifier(page, *, etiquettes: tuple[str, ...] = ()) -> None:
    """Nothing for axe to say, nothing wider than the window."""
    assert examiner(page, etiquettes=etiquettes) == []


def aux_deux_largeurs(page) -> Iterator[int]:
    """Put the page on a desk, then on a telephone, on which it is left: one journey is looked at as both would."""
    for largeur in (1280, 375):
        page.set_viewport_size({"width": largeur, "height": 800})
        yield largeur


def verifier_aux_deux_largeurs(page, vue: str = "", *, etiquettes: tuple[str, ...] = ()) -> None:
    """``verifier`` at both widths; ``VUES`` keeps the pictures (``vue``)."""
    for largeur in aux_deux_largeurs(page):
        verifier(page, etiquettes=etiquettes)
        if VUES and vue:
            page.screenshot(path=Path(VUES) / f"{vue}_{largeur}.png", full_page=True)


def examiner_aux_deux_largeurs(page, *, etiquettes: tuple[str, ...] = ()) -> list[str]:
    """``examiner`` at both widths."""
    fautes = []
    for largeur in aux_deux_largeurs(page):
        fautes += [f"{largeur} : {mal}" for mal in examiner(page, etiquettes=etiquettes)]
    return fautes


def examiner(page, *, etiquettes: tuple[str, ...] = ()) -> list[str]:
    """Give what axe finds on the page (see ``fautes_axe``), and a word when it is wider than its window."""
    return [*fautes_axe(page, etiquettes=etiquettes), *(["déborde"] if deborde(page) else [])]


def parcourir(
    page, racine: str, adresses: Iterable[str], *, regarder: Callable[..., list[str]] = examiner
) -> dict[str, list[str]]:
    """Open each address under ``racine``, and look at it; give the pages where something is wrong, with its faults."""
    fautes = {}
    for adresse in adresses:
        reponse = page.goto(racine + adresse)
        fautes[adresse] = [*([f"code {reponse.status}"] if reponse.status != HTTPStatus.OK else []), *regarder(page)]
    return {adresse: trouvees for adresse, trouvees in fautes.items() if trouvees}


def _noter(message, paroles: list[str]) -> None:
    # What axe itself writes while it examines a page has no address: it is not the page's doing.
    if message.type == "error" and message.location["url"]:
        paroles.append(message.text)


def fautes_axe(page, *, etiquettes: tuple[str, ...] = ()) -> list[str]:
    """Give what axe finds on the page, one line per rule and element.

    ``etiquettes`` keeps the rules of these tags only (``WCAG``, where Django draws the page); by default all of them,
    best practice included. Nothing where scripts are off: axe is one, and would be waited for without end.
    """
    if page.context.sans_javascript:
        return []
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe n’est pas installé.")
    # After a key (the keyboard knows no page), the next one has begun: not a line of it may be read yet.
    page.wait_for_load_state()
    # Without « passes », axe neither builds nor sends what went well on a page.
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if etiquettes:
        options["runOnly"] = {"type": "tag", "values": list(etiquettes)}
    # Read once a page: half a million characters, of which the second width has no need.
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.Axe().axe_script)
    violations = page.evaluate("async options => (await axe.run(options)).violations", options)
    return [f"{faute['id']} : {noeud['html']}" for faute in violations for noeud in faute["nodes"]]


def deborde(page) -> bool:
    """Tell whether the page is wider than its window."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
