"""What an officer does on the pages, as a browser would post it."""

from django.test import Client
from django.urls import reverse
from lxml import html

from comptes.models import Utilisateur
from sessions_formation.models import Session
from tests.factories import comptes
from tests.html import choisir, textes


def page_de(session: Session) -> str:
    return reverse("admin:sessions_formation_session_change", args=[session.pk])


def navigateur(personne: Utilisateur) -> Client:
    client = Client()
    client.force_login(personne)
    return client


def collegue(**champs) -> Utilisateur:
    """A second officer, with every right unless told otherwise."""
    return comptes.agent(prenom="Antoine", nom="Lemercier", **champs)


def arbre(reponse):
    return html.fromstring(reponse.content.decode())


def version_lue(client: Client, session: Session) -> str:
    """Open the page and give the version it would send back."""
    [champ] = choisir(arbre(client.get(page_de(session))), 'input[name="version"]')
    return champ.get("value")


def poster(client: Client, session: Session, decision: str, **champs):
    """Press one of the panel's buttons; ``etape="confirmer"`` presses the one of the page that asks."""
    champs.setdefault("version", None)
    if champs["version"] is None:
        champs["version"] = version_lue(client, session)
    return client.post(page_de(session), {"decision": decision, "motif": "", "precisions": "", **champs}, follow=True)


def decider(client: Client, session: Session, decision: str, **champs):
    """Press a button, then confirm."""
    return poster(client, session, decision, etape="confirmer", **champs)


def messages_de(reponse) -> list[str]:
    """Read off the page: the test client's contexts are shared by the threads of a test."""
    return textes(arbre(reponse), ".avis p")
