"""A drawing that leaves its page: a whole SVG file, with its title, its date, its source and its own colours."""

import textwrap
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pilotage.dessins.dessin import decrire, dessinable, tracer
from pilotage.dessins.toile import ENCRE, ENCRE_2
from pilotage.regles.figures import Figure
from referentiels.regles.typographie import composer, jour

LARGEUR, MARGE, SIGNES = 800, 24, 105
POLICE = "Liberation Sans, Arial, Helvetica, sans-serif"


def fichier_svg(figure: Figure, *, le: date, perimetre: str = "") -> bytes:
    """Give the file of a figure's drawing, read on its own: what it shows, of what (``perimetre``), on which day.

    Raises ``ValueError`` when there is nothing to draw.
    """
    if not dessinable(figure):
        raise ValueError("Cette figure n’a pas de dessin.")
    contenu, hauteur = tracer(figure, "dessin")
    tete = [*_couper(figure.phrase), *_couper(perimetre)]
    pied = [*_couper(f"Source : {figure.source}" if figure.source else ""), f"Région Pays de la Loire, le {jour(le)}."]
    haut = 52 + 18 * len(tete)
    bas = haut + hauteur + 24
    total = bas + 18 * len(pied) + 8
    document = format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" width="{0}" height="{1}" '
        'viewBox="0 0 {0} {1}" font-family="{2}">'
        '<title id="t">{3}</title><desc id="d">{4}</desc><rect width="{0}" height="{1}" fill="#ffffff"/>'
        '<text x="{5}" y="34" font-size="20" font-weight="700" fill="{6}">{3}</text>{7}'
        '<svg x="{5}" y="{8}" width="{9}" height="{10}">{11}</svg>{12}</svg>\n',
        *(LARGEUR, total, POLICE, figure.titre, decrire(figure), MARGE, ENCRE),
        *(_mots(tete, 58), haut, LARGEUR - 2 * MARGE, hauteur, contenu, _mots(pied, bas + 14)),
    )
    return document.encode()


def _couper(texte: str) -> list[str]:
    return textwrap.wrap(composer(texte), SIGNES, break_on_hyphens=False)


def _mots(lignes: list[str], y: int) -> SafeString:
    return format_html_join(
        "",
        '<text x="{}" y="{}" font-size="13" fill="{}">{}</text>',
        ((MARGE, y + 18 * rang, ENCRE_2, ligne) for rang, ligne in enumerate(lignes)),
    )
