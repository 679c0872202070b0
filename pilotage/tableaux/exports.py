"""A figure as a file: for a spreadsheet, with its definitions, or as a drawing. What the page hides is not in it."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.http import HttpResponse
from django.utils import timezone

from noyau.tableur import Cellule, Feuille, classeur, fichier, telecharger
from pilotage.dessins import fichier_svg
from pilotage.dessins.dessin import dessinable
from pilotage.regles.figures import Case, Colonne, Figure, Ligne, Unite
from pilotage.tableaux.affichage import UNITES, pourquoi
from referentiels.regles.typographie import jour

FORMATS = ("csv", "xlsx", "svg")
LARGEUR, ENTETE_DES_MOTS = 22, ("De quoi", "Unité", "Définition")


def exporter(figure: Figure, format_: str, *, le: date, perimetre: str) -> HttpResponse | None:
    """Give the file of a figure, named after it and the day; None when it has no such file.

    ``perimetre`` says in words what the figure is about: it goes with the numbers.
    """
    nom = f"{figure.code.replace('_', '-')}-{le:%Y-%m-%d}.{format_}"
    if format_ == "csv":
        return fichier(nom, [_entete(figure), *([_texte(c) for c in ligne] for ligne in _lignes(figure))])
    if format_ == "xlsx":
        mots = _definitions(figure, le, perimetre)
        nombres = Feuille("Figure", _entete(figure), _lignes(figure), largeur=LARGEUR)
        return telecharger(nom, classeur(nombres, Feuille("Définitions", ENTETE_DES_MOTS, mots, largeur=LARGEUR * 2)))
    if format_ == "svg" and dessinable(figure):
        return telecharger(nom, fichier_svg(figure, le=le, perimetre=perimetre), "image/svg+xml")
    return None


def _colonnes(figure: Figure) -> list[tuple[int, Colonne, bool]]:
    """The columns, each with whether the count it rests on is known."""
    lignes = _toutes(figure)
    return [
        (rang, colonne, any(ligne.cases[rang].sur is not None for ligne in lignes))
        for rang, colonne in enumerate(figure.colonnes)
    ]


def _toutes(figure: Figure) -> Sequence[Ligne]:
    return [*figure.lignes, *([figure.total] if figure.total else [])]


def _entete(figure: Figure) -> list[str]:
    entete = [figure.premiere or "Ligne"]
    for _, colonne, compte in _colonnes(figure):
        unite = UNITES.get(colonne.unite)
        entete.append(f"{colonne.titre} ({unite})" if unite else colonne.titre)
        if compte:
            entete.append(f"{colonne.titre} : sur")
    return entete


def _lignes(figure: Figure) -> list[list[Cellule]]:
    colonnes = _colonnes(figure)
    lignes = []
    for ligne in _toutes(figure):
        cellules: list[Cellule] = [ligne.nom]
        for rang, colonne, compte in colonnes:
            case = ligne.cases[rang]
            cellules.append(_cellule(case, colonne))
            if compte:
                cellules.append(case.sur if case.valeur is not None else None)
        lignes.append(cellules)
    return lignes


def _cellule(case: Case, colonne: Colonne) -> Cellule:
    if case.valeur is None:
        return pourquoi(case) or None
    if colonne.unite is Unite.EUROS:
        return Decimal(case.valeur).quantize(Decimal("0.01"))
    exact = Decimal(case.valeur)
    return int(exact) if exact == exact.to_integral_value() else exact.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _texte(cellule: Cellule) -> str:
    if cellule is None:
        return ""
    return f"{cellule:f}".replace(".", ",") if isinstance(cellule, Decimal) else str(cellule)


def _definitions(figure: Figure, le: date, perimetre: str) -> list[list[Cellule]]:
    instant = timezone.localtime(figure.calcule_le) if figure.calcule_le else None
    compte = f"{instant:%d/%m/%Y à %H:%M}" if instant else f"au moment du téléchargement, le {jour(le)}"
    faits = [
        ("Figure", figure.titre),
        ("Ce qu’on y lit", figure.phrase),
        ("Périmètre", perimetre),
        ("Compté", compte),
        ("Source", figure.source),
        *([(figure.repere[0], f"{figure.repere[1]:f}".replace(".", ","))] if figure.repere else []),
    ]
    lignes: list[list[Cellule]] = [[nom, "", texte] for nom, texte in faits if texte]
    lignes += [[colonne.titre, UNITES.get(colonne.unite, ""), colonne.definition] for colonne in figure.colonnes]
    return lignes + [[ligne.nom, "", ligne.definition] for ligne in figure.lignes if ligne.definition]
