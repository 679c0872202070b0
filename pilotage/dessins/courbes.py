"""Lines over months: one per series, with its own dashes and its own mark."""

from collections.abc import Iterator
from decimal import Decimal

from pilotage.dessins.mots import couper, dire, dire_court
from pilotage.dessins.series import series_dessinees
from pilotage.dessins.toile import Echelle, Toile, echelle
from pilotage.regles.figures import Figure

HAUTEUR, GRADUATIONS = 220, 4
# On a telephone four short names stand side by side under the axis, and three longer ones.
REPERES_MAX, COURT, SIGNES = 4, 10, 18
# Lines begin after the numbers of the scale.
DEBUT, FIN, CENT = Decimal(9), Decimal(97), Decimal(100)
# Steps of a scale: 1, 2 or 5 times a power of ten.
PAS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))


def courbes(figure: Figure, toile: Toile) -> int:
    """Draw each column as a line over the lines of the figure; what is not known breaks it. Give the height."""
    series = series_dessinees(figure)
    unite = series[0][1].unite
    valeurs = [v for ligne in figure.lignes for rang, _ in series if (v := ligne.cases[rang].valeur) is not None]
    mesure = _arrondie(echelle([*valeurs, *([figure.repere[1]] if figure.repere else [])], fin=CENT))
    haut = toile.legende([colonne.titre for _, colonne in series], y=0, marques=True) + 14
    for graduation in _graduations(mesure):
        y = haut + int(_ordonnee(mesure, graduation))
        toile.grille(y)
        toile.mots(Decimal(0), y - 4, dire_court(graduation, unite), ton="petit")
    for look, (rang, colonne) in enumerate(series):
        for troncon in _troncons(figure, rang, mesure):
            if len(troncon) > 1:
                toile.ligne(troncon, y=haut, hauteur=HAUTEUR, rang=look)
        for place, ligne in enumerate(figure.lignes):
            if (valeur := ligne.cases[rang].valeur) is not None:
                mots = f"{ligne.nom}, {colonne.titre.lower()} : {dire(valeur, unite)}"
                ou = haut + _ordonnee(mesure, valeur)
                toile.marque(_abscisse(place, len(figure.lignes)), ou, rang=look, titre=mots)
    if figure.repere:
        _repere(figure, toile, mesure, haut)
    _noms(figure, toile, haut + HAUTEUR + 18)
    return haut + HAUTEUR + 28


def _abscisse(place: int, combien: int) -> Decimal:
    if combien == 1:
        return (DEBUT + FIN) / 2
    return DEBUT + (FIN - DEBUT) * place / (combien - 1)


def _ordonnee(mesure: Echelle, valeur: Decimal | int) -> Decimal:
    return HAUTEUR - mesure.x(valeur) * HAUTEUR / CENT


def _troncons(figure: Figure, rang: int, mesure: Echelle) -> Iterator[list[tuple[Decimal, Decimal]]]:
    """Give the runs of points that follow each other: a month that is not shown is not bridged."""
    courant: list[tuple[Decimal, Decimal]] = []
    for place, ligne in enumerate(figure.lignes):
        valeur = ligne.cases[rang].valeur
        if valeur is None:
            yield courant
            courant = []
        else:
            courant.append((_abscisse(place, len(figure.lignes)), _ordonnee(mesure, valeur)))
    yield courant


def _arrondie(mesure: Echelle) -> Echelle:
    """Give the same scale, ending on whole steps (Decimal division drops what is after the point, on both sides)."""
    pas = _pas(mesure)
    bas, haut = (mesure.bas // pas) * pas, (mesure.haut // pas) * pas
    return Echelle(
        bas if bas <= mesure.bas else bas - pas,
        haut if haut >= mesure.haut else haut + pas,
        mesure.debut,
        mesure.fin,
    )


def _pas(mesure: Echelle) -> Decimal:
    brut = (mesure.haut - mesure.bas) / GRADUATIONS
    puissance = Decimal(10) ** brut.adjusted()
    return next((pas * puissance for pas in PAS if pas * puissance >= brut), PAS[-1] * puissance)


def _graduations(mesure: Echelle) -> list[Decimal]:
    pas = _pas(mesure)
    return [mesure.bas + pas * rang for rang in range(int((mesure.haut - mesure.bas) / pas) + 1)]


def _repere(figure: Figure, toile: Toile, mesure: Echelle, haut: int) -> None:
    nom, valeur = figure.repere or ("", Decimal(0))
    y = haut + int(_ordonnee(mesure, valeur))
    toile.grille(y)
    mots = f"{couper(nom, 34)}\N{NO-BREAK SPACE}: {dire(valeur, series_dessinees(figure)[0][1].unite)}"
    toile.mots(CENT, y - 4, mots, ancre="end", ton="repere")


def _noms(figure: Figure, toile: Toile, y: int) -> None:
    """Write the names of some lines under the axis: the first, and a few after it."""
    combien = len(figure.lignes)
    for place in _places([ligne.nom for ligne in figure.lignes]):
        nom = couper(figure.lignes[place].nom, SIGNES)
        if place == 0 and combien > 1:
            toile.mots(Decimal(0), y, nom, ton="petit")
        else:
            ancre = "end" if place == combien - 1 and combien > 1 else "middle"
            toile.mots(_abscisse(place, combien), y, nom, ancre=ancre, ton="petit")


def _places(noms: list[str]) -> list[int]:
    """Which names are written: of long ones the first, the middle one and the last; else as many as there is room."""
    dernier = len(noms) - 1
    if any(len(nom) > COURT for nom in noms):
        return sorted({0, dernier // 2, dernier})
    return list(range(0, len(noms), max(1, -(-dernier // (REPERES_MAX - 1)))))
