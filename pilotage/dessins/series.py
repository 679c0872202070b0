"""What of a figure goes in its drawing: the columns of one same unit, and as many lines as one can read."""

from pilotage.regles.figures import Colonne, Dessin, Figure, Ligne

# Beyond, a drawing is a wall: its table holds all the lines.
LIGNES_MAX, BARRES_MAX, LIGNES_MIN = 20, 48, 6


def series_dessinees(figure: Figure) -> list[tuple[int, Colonne]]:
    """Give the columns drawn together, with their rank: those of the same unit as the first that is drawn."""
    choisies = [(rang, colonne) for rang, colonne in enumerate(figure.colonnes) if colonne.dessinee]
    return [(rang, colonne) for rang, colonne in choisies if colonne.unite is choisies[0][1].unite]


def combien_de_lignes(figure: Figure) -> int:
    """Give how many lines its drawing holds: fewer when each has several bars."""
    if figure.dessin is Dessin.COURBES:
        return len(figure.lignes)
    if figure.dessin is Dessin.BARRES:
        return min(LIGNES_MAX, max(LIGNES_MIN, BARRES_MAX // len(series_dessinees(figure))))
    return LIGNES_MAX


def lignes_dessinees(figure: Figure) -> tuple[Ligne, ...]:
    """Give the lines drawn: all of them, else those with the greatest first numbers, in the order of the figure."""
    combien = combien_de_lignes(figure)
    if len(figure.lignes) <= combien:
        return figure.lignes
    rang = series_dessinees(figure)[0][0]
    classees = sorted(figure.lignes, key=lambda ligne: ligne.cases[rang].valeur or 0, reverse=True)
    gardees = {ligne.cle for ligne in classees[:combien]}
    return tuple(ligne for ligne in figure.lignes if ligne.cle in gardees)
