"""The words of an e-mail: subject, body, and at its foot why it came and how to be written to otherwise."""

from typing import NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import linebreaks, urlize
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from noyau.courriers import RECAPITULATIF, Courrier


class Pied(NamedTuple):
    """Why an e-mail came, and the address of the page where its reader says how often to be written to.

    ``lien`` is empty in the administration's preview: that page belongs to the reader alone.
    """

    raison: str
    lien: str
    groupable: bool
    secret: bool

    @property
    def texte(self) -> str:
        return render_to_string("courriers/_pied.txt", {"pied": self}).strip() + "\n"


def objet_et_corps(courrier: Courrier) -> tuple[str, str]:
    """Give the subject (one line) and the plain-text body of an e-mail, without its foot."""
    objet = " ".join(_ecrire(courrier, "objet").split())
    return objet, _ecrire(courrier, "corps").strip() + "\n"


def raison_de(courrier: Courrier) -> str:
    """Give the sentence that says why this e-mail came to this address."""
    return _ecrire(courrier, "raison").strip()


def pied_de(courrier: Courrier, *, lien: str = "") -> Pied:
    """Give the foot of an e-mail."""
    a_choisir = courrier.groupable or courrier.modele == RECAPITULATIF
    return Pied(raison_de(courrier), lien, groupable=a_choisir, secret=courrier.porte_un_secret)


def lien_preferences(courrier: Courrier) -> str:
    """Give the personal address where the reader of an e-mail chooses a rhythm.

    Accounts and links are above this app: ``COURRIER_LIEN_PREFERENCES`` names the function that makes the path.
    """
    return settings.SITE_URL + import_string(settings.COURRIER_LIEN_PREFERENCES)(courrier.destinataire)


def page_html(courrier: Courrier, pied: Pied) -> str:
    """Give the HTML alternative of an e-mail: the same words in the house's envelope."""
    objet, corps = objet_et_corps(courrier)
    if courrier.modele != RECAPITULATIF:
        return corps_html(objet, corps, pied)
    lues = courrier.contexte["nouvelles"]
    nouvelles = [{**nouvelle, "texte_html": enrichir(nouvelle["texte"])} for nouvelle in lues]
    contenu = render_to_string("courriers/_recapitulatif.html", {"nouvelles": nouvelles})
    return render_to_string("courriers/_enveloppe.html", {"objet": objet, "corps_html": contenu, "pied": pied})


def corps_html(objet: str, corps: str, pied: Pied | None = None) -> str:
    """Put a plain-text body in the house's envelope."""
    contexte = {"objet": objet, "corps_html": enrichir(corps), "pied": pied}
    return render_to_string("courriers/_enveloppe.html", contexte)


def enrichir(texte: str) -> SafeString:
    """Give paragraphs and links from plain text."""
    # The text is escaped by urlize and linebreaks themselves: nothing of it can become markup.
    return mark_safe(linebreaks(urlize(texte, autoescape=True), autoescape=False))  # noqa: S308


def _ecrire(courrier: Courrier, partie: str) -> str:
    contexte = {**courrier.contexte, "site_url": settings.SITE_URL}
    return render_to_string(f"courriers/{courrier.modele}_{partie}.txt", contexte)
