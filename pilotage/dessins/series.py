"""What of a figure goes in its drawing: the columns of one same unit, and as many lines as one can read."""

from pilotage.regles.figures import Colonne, Dessin, Figure, Ligne

# Beyond, a drawing is a wall, and more than a sheet of paper: its table holds all the lines.
LIGNES_MAX, HAUTEUR_MAX = 20, 1020
# What a line takes for its name, then for each of its bars (pixels).
NOM_ET_ECART, BARRE, BORNES_MAX = 30, 19, 14


def series_dessinees(figure: Figure) -> list[tuple[int, Colonne]]:
    """Give the columns drawn together, with their rank: those of the same unit as the first that is drawn."""
    choisies = [(rang, colonne) for rang, colonne in enumerate(figure.colonnes) if colonne.dessinee]
    return [(rang, colonne) for rang, colonne in choisies if colonne.unite is choisies[0][1].unite]


def combien_de_lignes(figure: Figure) -> int:
    """Give how many lines its drawing holds: fewer when each has several bars."""
    if figure.dessin is Dessin.COURBES:
        return len(figure.lignes)
    if figure.dessin is Dessin.BARRES:
        return min(LIGNES_MAX, max(1, HAUTEUR_MAX // (NOM_ET_ECART + BARRE * len(series_dessinees(figure)))))
    return BORNES_MAX if figure.dessin is Dessin.BORNES else LIGNES_MAX


def lignes_dessinees(figure: Figure) -> tuple[Ligne, ...]:
    """Give the lines drawn: all of them, else those with the greatest first numbers, in the order of the figure."""
    combien = combien_de_lignes(figure)
    if len(figure.lignes) <= combien:
        return figure.lignes
    rang = series_dessinees(figure)[0][0]
    classees = sorted(figure.lignes, key=lambda ligne: ligne.cases[rang].valeur or 0, reverse=True)
    gardees = {ligne.cle for ligne in classees[:combien]}
    return tuple(ligne for ligne in figure.lignes if ligne.cle in gardees)
