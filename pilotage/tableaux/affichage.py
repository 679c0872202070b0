"""A figure as ``composants/figure.html`` shows it: its drawing, its table, its definitions."""

from collections.abc import Callable, Mapping
from typing import Any

from insertion.regles.resultats import Etat
from pilotage.dessins import dessiner
from pilotage.dessins.dessin import coupe
from pilotage.dessins.mots import dire
from pilotage.regles.figures import Case, Colonne, Figure, Ligne, Unite
from referentiels.regles.typographie import composer, nombre

# With more columns than this, the table goes under the drawing rather than beside it: on a screen, then on paper.
A_COTE, A_COTE_SUR_PAPIER = 3, 6
# Nobody, or nothing to divide by, needs no reason: the number does not exist.
POURQUOI = {
    Etat.PEU_DE_PERSONNES: "trop peu de personnes",
    Etat.PEU_DE_REPONSES: "trop peu de réponses",
}
UNITES = {
    Unite.EUROS: "euros",
    Unite.HEURES: "heures",
    Unite.POUR_CENT: "pour cent",
    Unite.JOURS_OUVRES: "jours ouvrés",
}

# From the criteria of a number to the address of the files behind it.
Adresse = Callable[[Mapping[str, str]], str]


def montrer(figure: Figure, *, adresse: Adresse | None = None, exports: Callable[[str], str] | None = None) -> dict:
    """Give what ``composants/figure.html`` draws.

    ``adresse`` makes numbers lead to their files; without it nothing is to be opened. ``exports`` gives the address of
    the figure in a format (csv, xlsx, svg).
    """
    dessin = dessiner(figure)
    formats = ("csv", "xlsx", *(["svg"] if dessin else []))
    return {
        "code": figure.code,
        "titre": figure.titre,
        "phrase": composer(figure.phrase),
        "premiere": figure.premiere or "Ligne",
        "dessin": dessin,
        "coupe": coupe(figure) if dessin else "",
        "a_cote": bool(dessin) and len(figure.colonnes) <= A_COTE,
        "large": len(figure.colonnes) > A_COTE_SUR_PAPIER,
        "vide": figure.vide and not figure.lignes,
        "colonnes": [_colonne(colonne) for colonne in figure.colonnes],
        "definitions": [
            {"nom": ligne.nom, "definition": composer(ligne.definition)} for ligne in figure.lignes if ligne.definition
        ],
        "lignes": [_ligne(figure, ligne, adresse) for ligne in figure.lignes],
        "total": _ligne(figure, figure.total, adresse) if figure.total else None,
        "repere": _repere(figure),
        "cache": _cache_quelque_chose(figure),
        "source": composer(figure.source),
        "calcule_le": figure.calcule_le,
        "exports": [{"format": code.upper(), "url": exports(code)} for code in formats] if exports else [],
    }


def pourquoi(case: Case) -> str:
    """Say why a number is not there; nothing for one that is, or that does not exist."""
    return POURQUOI.get(case.etat, "") if case.valeur is None else ""


def _colonne(colonne: Colonne) -> dict[str, str]:
    return {
        "titre": colonne.titre,
        "definition": composer(colonne.definition),
        "unite": UNITES.get(colonne.unite, ""),
    }


def _ligne(figure: Figure, ligne: Ligne, adresse: Adresse | None) -> dict[str, Any]:
    return {
        "nom": ligne.nom,
        "cases": [
            {
                "titre": colonne.titre,
                "texte": dire(case.valeur, colonne.unite),
                "sur": f"sur {nombre(case.sur)}" if case.sur is not None and case.valeur is not None else "",
                "pourquoi": pourquoi(case),
                "url": adresse(case.dossiers) if adresse and case.dossiers and case.valeur else "",
            }
            for colonne, case in zip(figure.colonnes, ligne.cases, strict=True)
        ],
    }


def _repere(figure: Figure) -> str:
    if not figure.repere:
        return ""
    nom, valeur = figure.repere
    unite = next((colonne.unite for colonne in figure.colonnes if colonne.dessinee), Unite.NOMBRE)
    return composer(f"{nom} : {dire(valeur, unite)}.")


def _cache_quelque_chose(figure: Figure) -> bool:
    lignes = [*figure.lignes, *([figure.total] if figure.total else [])]
    return any(case.etat is Etat.PEU_DE_PERSONNES for ligne in lignes for case in ligne.cases)
