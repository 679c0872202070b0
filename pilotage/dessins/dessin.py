"""The drawing of a figure, as its page holds it."""

from collections.abc import Callable

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pilotage.dessins.barres import barres, empilees, entonnoir
from pilotage.dessins.bornes import bornes
from pilotage.dessins.courbes import courbes
from pilotage.dessins.series import combien_de_lignes
from pilotage.dessins.toile import Toile
from pilotage.regles.figures import Dessin, Figure

_MANIERES: dict[Dessin, Callable[[Figure, Toile], int]] = {
    Dessin.BARRES: barres,
    Dessin.BARRES_EMPILEES: empilees,
    Dessin.COURBES: courbes,
    Dessin.ENTONNOIR: entonnoir,
    Dessin.BORNES: bornes,
}


def dessinable(figure: Figure) -> bool:
    """Tell whether there is something to draw."""
    return figure.dessin in _MANIERES and not figure.vide and any(colonne.dessinee for colonne in figure.colonnes)


def tracer(figure: Figure, cle: str) -> tuple[SafeString, int]:
    """Give the inside of the drawing and its height in pixels. ``cle``: what its patterns are named after."""
    toile = Toile(cle)
    hauteur = _MANIERES[figure.dessin](figure, toile)
    return toile.contenu(), hauteur


def dessiner(figure: Figure, *, cle: str = "") -> SafeString:
    """Give the drawing of a figure, empty when there is nothing to draw.

    ``cle`` names it on its page when the same figure is drawn there twice.
    """
    if not dessinable(figure):
        return SafeString("")
    cle = f"dessin-{cle or figure.code}"
    contenu, hauteur = tracer(figure, cle)
    return format_html(
        '<svg class="dessin" role="img" aria-labelledby="{0}-t {0}-d" width="100%" height="{1}" focusable="false">'
        '<title id="{0}-t">{2}</title><desc id="{0}-d">{3}</desc>{4}</svg>',
        *(cle, hauteur, figure.titre, decrire(figure), contenu),
    )


def coupe(figure: Figure) -> str:
    """Say that the drawing leaves lines out; nothing when it holds them all."""
    combien = combien_de_lignes(figure)
    if len(figure.lignes) <= combien:
        return ""
    return f"Le dessin montre les {combien} lignes les plus grandes, le tableau toutes."


def decrire(figure: Figure) -> str:
    """Say in words what the drawing shows, and where every number of it is written."""
    return f"{figure.phrase} {coupe(figure) or 'Le tableau donne tous les nombres.'}"
