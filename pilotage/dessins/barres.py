"""Lying bars: one per series, stacked in one, or narrowing from step to step."""

from decimal import Decimal

from insertion.regles.resultats import Etat
from pilotage.dessins.mots import ABSENT, couper, dire, dire_court
from pilotage.dessins.series import lignes_dessinees, series_dessinees
from pilotage.dessins.toile import SERIES, Echelle, Toile, echelle
from pilotage.regles.figures import Colonne, Figure, Ligne, Unite

# Bars stop here: what is left is for their values.
FIN, BORD, MILIEU = Decimal(76), Decimal(100), Decimal(38)
CENT = Decimal(100)
EPAISSEUR, RANG, ENTRE, NOM = 13, 19, 10, 20


def barres(figure: Figure, toile: Toile) -> int:
    """Draw a bar per line and series, with its value; give the height."""
    series = series_dessinees(figure)
    lignes = lignes_dessinees(figure)
    valeurs = [v for ligne in lignes for rang, _ in series if (v := ligne.cases[rang].valeur) is not None]
    reperes = [figure.repere[1]] if figure.repere else []
    # A share is a share of the whole bar: two figures, or two months, are then read alike.
    entier = [CENT] if series[0][1].unite is Unite.POUR_CENT else []
    mesure = echelle([*valeurs, *reperes, *entier], fin=FIN)
    y = toile.legende([colonne.titre for _, colonne in series], y=0) if len(series) > 1 else 0
    if figure.repere and not figure.repere_sur:
        y = _dire_le_repere(toile, mesure, figure, y)
    for ligne in lignes:
        toile.nom(y + 14, ligne.nom)
        y += NOM
        if ligne.cle in figure.repere_sur:
            y = _dire_le_repere(toile, mesure, figure, y)
        haut = y
        for look, (rang, colonne) in enumerate(series):
            _une_barre(toile, mesure, ligne.cases[rang].valeur, colonne, y, look)
            y += RANG
        if figure.repere and (not figure.repere_sur or ligne.cle in figure.repere_sur):
            toile.trait(mesure.x(figure.repere[1]), haut - 4, y - 2, repere=True)
        y += ENTRE
    return y


def empilees(figure: Figure, toile: Toile) -> int:
    """Draw one bar per line, its parts end to end, and their sum when it may be told; give the height.

    What no line has is left out; past the looks there are, the smallest parts are drawn as one.
    """
    lignes, parties = lignes_dessinees(figure), _parties(figure)
    unite = series_dessinees(figure)[0][1].unite
    mesure = echelle((sum(_longueurs(ligne, parties)) for ligne in lignes), fin=FIN)
    y = toile.legende([titre for titre, _ in parties], y=0)
    for ligne in lignes:
        toile.nom(y + 14, ligne.nom)
        y += NOM
        toile.fond(FIN, y=y, hauteur=EPAISSEUR)
        depart = Decimal(0)
        for look, longueur in enumerate(_longueurs(ligne, parties)):
            if longueur:
                toile.barre(mesure.x(depart), mesure.x(depart + longueur), y=y, hauteur=EPAISSEUR, rang=look)
            depart += longueur
        entiere = all(ligne.cases[rang].etat in {Etat.MONTRE, Etat.PERSONNE} for rang, _ in series_dessinees(figure))
        toile.mots(BORD, y + 11, dire_court(depart, unite) if entiere else ABSENT, ancre="end")
        y += RANG + ENTRE
    return y


def entonnoir(figure: Figure, toile: Toile) -> int:
    """Draw each step as a bar centred over the next, with what else is known of it under it; give the height."""
    lignes = lignes_dessinees(figure)
    (premiere, colonne), suite = series_dessinees(figure)[0], _dites(figure)
    unite = colonne.unite
    mesure = echelle((v for ligne in lignes if (v := ligne.cases[premiere].valeur) is not None), fin=FIN)
    y = 0
    for ligne in lignes:
        valeur = ligne.cases[premiere].valeur
        toile.nom(y + 14, ligne.nom)
        toile.mots(BORD, y + NOM + 16, dire_court(valeur, unite), ancre="end", ton="fort")
        toile.fond(FIN, y=y + NOM, hauteur=24)
        if valeur is not None:
            moitie = mesure.x(max(Decimal(valeur), Decimal(0))) / 2
            toile.barre(MILIEU - moitie, MILIEU + moitie, y=y + NOM, hauteur=24)
        y += NOM + 24
        if dit := _le_reste(ligne, suite):
            toile.mots(Decimal(0), y + 16, dit, ton="petit")
            y += 20
        y += ENTRE
    return y


def _parties(figure: Figure) -> list[tuple[str, list[int]]]:
    """The parts of the stacked bars: their words, and the columns each adds up."""
    sommes = {
        rang: sum((_longueur(ligne, rang) for ligne in figure.lignes), Decimal(0))
        for rang, _ in series_dessinees(figure)
    }
    presentes = [(colonne.titre, [rang]) for rang, colonne in series_dessinees(figure) if sommes[rang]]
    if len(presentes) <= len(SERIES):
        return presentes
    petites = sorted(presentes, key=lambda partie: sommes[partie[1][0]])[: len(presentes) - len(SERIES) + 1]
    gardees = [partie for partie in presentes if partie not in petites]
    return [*gardees, ("Le reste, voir le tableau", [rang for _, rangs in petites for rang in rangs])]


def _longueurs(ligne: Ligne, parties: list[tuple[str, list[int]]]) -> list[Decimal]:
    return [sum((_longueur(ligne, rang) for rang in rangs), Decimal(0)) for _, rangs in parties]


def _longueur(ligne: Ligne, rang: int) -> Decimal:
    return max(Decimal(ligne.cases[rang].valeur or 0), Decimal(0))


def _une_barre(
    toile: Toile, mesure: Echelle, valeur: Decimal | int | None, colonne: Colonne, y: int, look: int
) -> None:
    toile.fond(FIN, y=y, hauteur=EPAISSEUR)
    if valeur:
        toile.barre(mesure.x(0), mesure.x(valeur), y=y, hauteur=EPAISSEUR, rang=look)
    toile.mots(BORD, y + 11, dire_court(valeur, colonne.unite), ancre="end")


def _dire_le_repere(toile: Toile, mesure: Echelle, figure: Figure, y: int) -> int:
    """Write what the upright line is, over it; give the next free height."""
    if not figure.repere:
        return y
    nom, valeur = figure.repere
    place = mesure.x(valeur)
    mots = f"{couper(nom, 34)}\N{NO-BREAK SPACE}: {dire(valeur, series_dessinees(figure)[0][1].unite)}"
    toile.mots(place, y + 14, mots, ancre="end" if place > MILIEU else "start", ton="repere")
    return y + 22


def _dites(figure: Figure) -> list[tuple[int, Colonne]]:
    """The columns written under each step: those that are drawn, and delays, which a bar does not show."""
    premiere = series_dessinees(figure)[0][0]
    return [
        (rang, colonne)
        for rang, colonne in enumerate(figure.colonnes)
        if rang != premiere and (colonne.dessinee or colonne.unite is Unite.JOURS_OUVRES)
    ]


def _le_reste(ligne: Ligne, colonnes: list[tuple[int, Colonne]]) -> str:
    """What else is shown of a step, in one line: « part du départ 45 % · médiane 12 j »."""
    dits = [
        f"{colonne.titre.lower()} {dire(valeur, colonne.unite)}"
        for rang, colonne in colonnes
        if (valeur := ligne.cases[rang].valeur) is not None
    ]
    return couper(" · ".join(dits), 64)
