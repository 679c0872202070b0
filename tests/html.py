"""Reading what a template drew, by CSS selectors (cssselect2 comes with WeasyPrint)."""

from cssselect2 import ElementWrapper
from lxml import html


def lire(texte: str):
    """Give a fragment of HTML as a tree."""
    return html.fromstring(f"<div>{texte}</div>")


def choisir(arbre, selecteur: str) -> list:
    """Give the elements a selector finds, in document order."""
    return [trouve.etree_element for trouve in ElementWrapper.from_html_root(arbre).query_all(selecteur)]


def textes(arbre, selecteur: str) -> list[str]:
    """Give the words of what a selector finds, their spaces folded."""
    return [" ".join(element.text_content().split()) for element in choisir(arbre, selecteur)]


def texte(reponse) -> str:
    """Give the words of a page as they are read, every space plain and single."""
    return " ".join(html.fromstring(reponse.content).text_content().split())
