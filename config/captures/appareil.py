"""Drives the browser through the table of screenshots and leaves each as a small PNG."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from config.captures.table import Capture
from config.demo.comptes import DOMAINE, MOT_DE_PASSE
from config.local.essais import NAVIGATEURS

COULEURS = 96


class ChromiumAbsent(Exception):
    """No browser to take the pictures with; the French sentence says what to install."""


def photographier(
    captures: Iterable[Capture], *, base: str, dossiers: dict[str, str], destination: Path
) -> Iterator[tuple[Capture, int]]:
    """Take each picture from the service at ``base``; give it with the size of its file, in bytes, once written."""
    with _chromium() as navigateur:
        for capture in captures:
            page = _ouvrir(navigateur, capture)
            if capture.compte:
                _se_connecter(page, base, capture.compte)
            page.goto(base + capture.adresse.format(**dossiers))
            for geste, nom, valeur in capture.gestes:
                GESTES[geste](page, nom, valeur.format(**dossiers))
            yield capture, _ecrire(_prendre(page, capture), destination / f"{capture.nom}.png")
            page.context.close()


@contextmanager
def _chromium() -> Iterator[Browser]:
    programme = next(filter(None, map(shutil.which, NAVIGATEURS)), None)
    if programme is None:
        raise ChromiumAbsent("Chromium manque. Sous Debian : sudo apt-get install chromium-headless-shell.")
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=programme, args=["--no-sandbox"])
        yield navigateur
        navigateur.close()


def _ouvrir(navigateur: Browser, capture: Capture) -> Page:
    contexte = navigateur.new_context(
        viewport={"width": capture.largeur, "height": capture.hauteur},
        locale="fr-FR",
        timezone_id="Europe/Paris",
        reduced_motion="reduce",
    )
    return contexte.new_page()


def _se_connecter(page: Page, base: str, compte: str) -> None:
    page.goto(f"{base}/connexion/")
    page.get_by_role("textbox", name="Courriel").nth(1).fill(f"{compte}{DOMAINE}")
    page.get_by_role("textbox", name="Mot de passe").fill(MOT_DE_PASSE)
    with page.expect_navigation():
        page.get_by_role("button", name="Se connecter").click()


def _ecrire_au_champ(page: Page, nom: str, valeur: str) -> None:
    page.get_by_label(nom).first.fill(valeur)


def _choisir(page: Page, champ: str, valeur: str) -> None:
    # A card is drawn by the element that follows its field.
    page.locator(f"[name={champ}][value={valeur}] + span").click()


def _attendre(page: Page, texte: str, _: str) -> None:
    page.get_by_text(texte).first.wait_for()


GESTES = {"écrire": _ecrire_au_champ, "choisir": _choisir, "attendre": _attendre}


def _prendre(page: Page, capture: Capture) -> bytes:
    page.wait_for_load_state("networkidle")
    haut = page.locator(capture.depuis).first.bounding_box()["y"] if capture.depuis else 0
    hauteur = min(capture.hauteur, page.evaluate("document.documentElement.scrollHeight") - haut)
    return page.screenshot(
        full_page=True, animations="disabled", clip={"x": 0, "y": haut, "width": capture.largeur, "height": hauteur}
    )


def _ecrire(image: bytes, fichier: Path) -> int:
    """Write the picture in few colours: a page of text needs no more, and the guides stay light."""
    with Image.open(BytesIO(image)) as lue:
        lue.convert("RGB").quantize(COULEURS, dither=Image.Dither.NONE).save(fichier, optimize=True)
    return fichier.stat().st_size
