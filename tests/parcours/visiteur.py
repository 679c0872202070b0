"""Someone in front of a browser. Every page they pass is looked at: what is wrong is noted under its address."""

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from pypdf import PdfReader

from tests.factories.comptes import MOT_DE_PASSE
from tests.navigateur import WCAG, deborde, fautes_axe

GRAND, TELEPHONE = 1280, 375
NUMERO = re.compile(r"\d+")


@dataclass
class Visiteur:
    """``page`` is Playwright's; ``fautes`` is shared by everyone in a journey, and must stay empty."""

    page: Any
    base: str
    largeur: int
    fautes: dict[str, list[str]]
    javascript: bool = True
    au_bureau: bool = False
    vues: list[str] = field(default_factory=list)

    def aller(self, chemin: str) -> None:
        self.page.goto(self.base + chemin)
        self.voir()

    def voir(self) -> None:
        """Look at the page at this visitor's width, and at a phone's; ``au_bureau`` first has it on a desk."""
        chemin = urlsplit(self.page.url).path
        etiquettes = WCAG if chemin.startswith("/admin/") else ()
        # axe waits on timers, which never fire where scripts are off; the same pages are examined with them.
        mal = []
        if self.au_bureau:
            self.page.set_viewport_size({"width": GRAND, "height": 800})
            mal += fautes_axe(self.page, etiquettes=etiquettes)
            mal += ["la page déborde d’un bureau"] if deborde(self.page) else []
            self.page.set_viewport_size({"width": self.largeur, "height": 800})
        mal += fautes_axe(self.page, etiquettes=etiquettes) if self.javascript else []
        self.page.set_viewport_size({"width": TELEPHONE, "height": 800})
        mal += ["la page déborde d’un téléphone"] if deborde(self.page) else []
        self.page.set_viewport_size({"width": self.largeur, "height": 800})
        mal += ["la page déborde"] if deborde(self.page) else []
        self.vues.append(NUMERO.sub("N", chemin))
        if mal:
            self.fautes.setdefault(chemin, []).extend(mal)

    def cliquer(self, nom: str, role: str = "button") -> None:
        """Click a button (or a link) that leads to another page, and look at it."""
        with self.page.expect_navigation():
            self.page.get_by_role(role, name=nom).click()
        self.voir()

    def suivre(self, nom: str) -> None:
        self.cliquer(nom, "link")

    def saisir(self, nom: str, valeur: str) -> None:
        """Type in the field of that label."""
        nom_exact = re.compile(rf"^{re.escape(nom)}( \(obligatoire\))?$")
        self.page.get_by_role("textbox", name=nom_exact).first.fill(valeur)

    def choisir(self, champ: str, valeur: str) -> None:
        """Choose a card: the round or square one clicks is drawn beside the field."""
        self.page.locator(f"[name={champ}][value={valeur}] + span").click()

    def titre(self) -> str:
        return self.lire("h1")

    def lire(self, selecteur: str) -> str:
        """Give the words of one element, spaces folded."""
        return " ".join(self.page.inner_text(selecteur).split())

    def histoire(self) -> list[str]:
        """Give what happened to the file the page shows, newest first: « Autorisée par … »."""
        return self.page.locator(".historique li p:first-child").all_inner_texts()

    def se_connecter(self, courriel: str) -> None:
        """Through the sign-in page, with the password of the tests."""
        self.aller(reverse("account_login"))
        self.page.get_by_role("textbox", name="Courriel").nth(1).fill(courriel)
        self.page.get_by_role("textbox", name="Mot de passe").fill(MOT_DE_PASSE)
        self.cliquer("Se connecter")

    def pdf(self, nom: str) -> str:
        """Open the document a link leads to; give its words, spaces folded."""
        chemin = self.page.get_by_role("link", name=nom).get_attribute("href")
        reponse = self.page.context.request.get(self.base + chemin)
        assert reponse.headers["content-type"] == "application/pdf"
        feuilles = PdfReader(BytesIO(reponse.body())).pages
        return " ".join(" ".join(feuille.extract_text() for feuille in feuilles).split())
