"""What of a figure goes in its drawing: the columns of one same unit, and as many lines as one can read."""

from pilotage.regles.figures import Colonne, Dessin, Figure, Ligne

# Beyond, a drawing is a wall: its table holds all the lines.
LIGNES_MAX = 20


def series_dessinees(figure: Figure) -> list[tuple[int, Colonne]]:
    """Give the columns drawn together, with their rank: those of the same unit as the first that is drawn."""
    choisies = [(rang, colonne) for rang, colonne in enumerate(figure.colonnes) if colonne.dessinee]
    return [(rang, colonne) for rang, colonne in choisies if colonne.unite is choisies[0][1].unite]


def lignes_dessinees(figure: Figure) -> tuple[Ligne, ...]:
    """Give the lines drawn: all of them, else those with the greatest first numbers, in the order of the figure."""
    if figure.dessin is Dessin.COURBES or len(figure.lignes) <= LIGNES_MAX:
        return figure.lignes
    rang = series_dessinees(figure)[0][0]
    classees = sorted(figure.lignes, key=lambda ligne: ligne.cases[rang].valeur or 0, reverse=True)
    gardees = {ligne.cle for ligne in classees[:LIGNES_MAX]}
    return tuple(ligne for ligne in figure.lignes if ligne.cle in gardees)
