"""The law as printed in `referentiels/donnees`, for who asks before these files are loaded."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import groupby
from pathlib import Path

from referentiels.regles.reglement import (
    CODES,
    Bareme,
    DepartementDuJour,
    Palier,
    Reglement,
    SecteurDuJour,
    jour_connu,
    reglement_pour,
)

_DONNEES = Path(__file__).resolve().parent.parent / "donnees"


def reglements_publies(dossier: Path = _DONNEES) -> Callable[[date], Reglement]:
    """Read the files once; return the function day → law."""
    baremes = _baremes(_lignes(dossier / "parametres.csv"))
    secteurs = _lignes(dossier / "secteurs.csv")
    departements = [
        DepartementDuJour(ligne["code"], ligne["nom"], ligne["dans_region"] == "1", ligne["limitrophe_region"] == "1")
        for ligne in _lignes(dossier / "departements.csv")
    ]

    @cache
    def au(jour: date) -> Reglement:
        connu = jour_connu(jour, baremes)
        return reglement_pour(connu, baremes, [_secteur(ligne, connu) for ligne in secteurs], departements)

    return au


def _lignes(fichier: Path) -> list[dict[str, str]]:
    with fichier.open(encoding="utf-8", newline="") as ouvert:
        return list(csv.DictReader(ouvert))


def _baremes(lignes: list[dict[str, str]]) -> dict[str, Bareme]:
    ordonnees = sorted(lignes, key=lambda ligne: (ligne["code"], ligne["depuis"]))
    return {
        code: Bareme(
            CODES[code].libelle,
            CODES[code].unite,
            tuple(
                Palier(date.fromisoformat(ligne["depuis"]), Decimal(ligne["valeur"]), ligne["texte"])
                for ligne in suite
            ),
        )
        for code, suite in groupby(ordonnees, key=lambda ligne: ligne["code"])
    }


def _secteur(ligne: dict[str, str], jour: date) -> SecteurDuJour:
    depuis = ligne["tension_depuis"]
    en_tension = bool(depuis) and date.fromisoformat(depuis) <= jour
    return SecteurDuJour(ligne["code"], ligne["libelle"], en_tension, ligne["cas_par_cas"] == "1")
