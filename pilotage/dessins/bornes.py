"""A value between a least and a most: one bar per line, each on its own scale, with where it is heading."""

from decimal import Decimal

from pilotage.dessins.mots import dire_court
from pilotage.dessins.series import lignes_dessinees
from pilotage.dessins.toile import Toile, echelle
from pilotage.regles.figures import Figure, Ligne, Unite

HAUT_DE_BARRE, EPAISSEUR, LARGEUR = 22, 16, Decimal(100)
PAS_DE_LIGNE = 72
# The look of the mark of the trend, and of its legend.
TENDANCE = 3


def bornes(figure: Figure, toile: Toile) -> int:
    """Draw, line by line, the value as a bar, its bounds as upright lines, its trend as a mark; give the height.

    The four first columns are the value, the least, the most and the trend (the last one may be missing).
    """
    titres = [colonne.titre for colonne in figure.colonnes[:4]]
    toile.barre(Decimal("0.5"), Decimal("3.5"), y=2, hauteur=12)
    toile.mots(Decimal(6), 12, titres[0])
    toile.trait(Decimal(2), 21, 35)
    toile.mots(Decimal(6), 32, " et ".join(titre.lower() for titre in titres[1:3]).capitalize())
    y = 48
    if len(titres) > 3:
        toile.marque(Decimal(2), Decimal(48), rang=TENDANCE)
        toile.mots(Decimal(6), 52, titres[3])
        y = 68
    for ligne in lignes_dessinees(figure):
        _ligne(ligne, toile, y, figure.colonnes[0].unite)
        y += PAS_DE_LIGNE
    return y


def _ligne(ligne: Ligne, toile: Toile, y: int, unite: Unite) -> None:
    valeur, moins, plus, *suite = [case.valeur for case in ligne.cases[:4]]
    tendance = suite[0] if suite else None
    connues = [nombre for nombre in (valeur, moins, plus, tendance) if nombre is not None]
    mesure = echelle(connues, fin=LARGEUR - 2)
    toile.nom(y + 14, ligne.nom, longueur=30)
    toile.mots(LARGEUR, y + 14, dire_court(valeur, unite), ancre="end")
    barre = y + HAUT_DE_BARRE
    toile.fond(LARGEUR, y=barre, hauteur=EPAISSEUR)
    if valeur:
        toile.barre(mesure.x(0), mesure.x(valeur), y=barre, hauteur=EPAISSEUR)
    for borne in (moins, plus):
        if borne is not None:
            toile.trait(mesure.x(borne), barre - 3, barre + EPAISSEUR + 3)
    if tendance is not None:
        toile.marque(mesure.x(tendance), Decimal(barre + EPAISSEUR // 2), rang=TENDANCE)
    toile.mots(Decimal(0), barre + EPAISSEUR + 17, _bornes_dites(moins, plus, tendance, unite), ton="petit")


def _bornes_dites(
    moins: Decimal | int | None, plus: Decimal | int | None, tendance: Decimal | int | None, unite: Unite
) -> str:
    dits = []
    if moins is not None:
        dits.append(f"au moins {dire_court(moins, unite)}")
    if plus is not None:
        dits.append(f"au plus {dire_court(plus, unite)}")
    if tendance is not None:
        dits.append(f"tendance {dire_court(tendance, unite)}")
    return " · ".join(dits)
