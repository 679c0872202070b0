"""The public pages: read off the map of addresses, so that a new one cannot be forgotten."""

from dataclasses import dataclass

from django.test import Client
from django.urls import reverse
from lxml import html

from tests.carte import CARTE
from tests.factories.referentiels import DispositifFactory
from tests.factories.scenario import Monde
from tests.sessions_formation.test_formations import publiee

# Open to all, and nothing to look for in a search engine.
RESERVEES = {
    "noyau:verifier": "un outil, pour qui tient un document",
    "noyau:verifier_code": "dit ce qu’est un document à qui en a le code",
    "insertion:donnees_demander": "envoie un lien personnel",
    "reponses:nouveau_lien": "envoie un lien personnel",
}
# Another one's page, drawn by its own scripts: the documentation of the API.
D_AILLEURS = frozenset({"api"})


@dataclass(frozen=True)
class PagePublique:
    nom: str
    adresse: str
    code: int
    octets: bytes

    @property
    def arbre(self):
        return html.fromstring(self.octets)


def ouvertes() -> dict[str, tuple[str, ...]]:
    """What the map opens to a visitor without a personal link, with what each address is made from."""
    return {
        nom: besoins
        for nom, (besoins, codes) in CARTE.items()
        if codes["anonyme"] == 200 and not any(besoin.startswith("jeton_") for besoin in besoins)
    }


def pages_publiques(monde: Monde) -> dict[str, PagePublique]:
    """Open every address a visitor may open; give those that are pages (feeds, files and fragments are not)."""
    session = publiee(monde)
    arguments = {
        "numero_session": session.numero,
        "organisme": session.organisme_id,
        "organisme_du_dispositif": session.organisme_id,
        "code_dispositif": DispositifFactory(actif=True).code,
        "code": "K7PM2X4T9RQD",
        "section_du_plan": "formations",
    }
    pages = {}
    for nom, besoins in ouvertes().items():
        adresse = reverse(nom, args=[arguments[besoin] for besoin in besoins])
        reponse = Client().get(adresse)
        if nom not in D_AILLEURS and reponse["Content-Type"].startswith("text/html"):
            octets = b"".join(reponse) if reponse.streaming else reponse.content
            if octets.lstrip().lower().startswith(b"<!doctype html"):
                pages[nom] = PagePublique(nom, adresse, reponse.status_code, octets)
    return pages
