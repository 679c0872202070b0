"""Figures drawn as SVG, by the server: nothing to download, nothing to run, one drawing for screen, paper and file.

A drawing has no script and no inline style: presentation attributes carry light colours, and classes let
``static/css/tableaux.css`` put those of the reader's scheme. Widths are shares of the frame, so that words keep their
size on a telephone as on a desk; series differ by pattern and mark, never by colour alone.
"""

from pilotage.dessins.dessin import dessiner
from pilotage.dessins.fichier import fichier_svg

__all__ = ["dessiner", "fichier_svg"]
