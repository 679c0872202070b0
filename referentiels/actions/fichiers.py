"""Read an official CSV file: its encoding, its separator, and which of its columns is which."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from referentiels.regles.textes import normaliser

# Some cells of the official files run over pages, beyond Python's default.
csv.field_size_limit(10_000_000)


class FichierInutilisable(Exception):
    """Nothing can be read of this file; the message is a French sentence."""


class ColonnesIntrouvables(FichierInutilisable):
    """The headings are not those awaited: ``manquantes`` names what is lacking, ``entetes`` what the file has."""

    def __init__(self, manquantes: list[str], entetes: list[str]) -> None:
        self.manquantes, self.entetes = manquantes, entetes
        super().__init__(
            f"Colonnes introuvables : {', '.join(manquantes)}. Le fichier a : {', '.join(entetes)}. "
            "Désignez-les avec --colonne, par exemple --colonne code=Identifiant."
        )


class LigneRefusee(Exception):
    """One row cannot be taken; the message is the reason, in French."""


@dataclass(frozen=True, slots=True)
class Colonne:
    """A value the import wants.

    `entetes`: regular expressions on normalised headings (« Code_Insee » is `code insee`), the surest first.
    """

    nom: str
    entetes: tuple[str, ...]
    exigee: bool = True


@dataclass(frozen=True, slots=True)
class Fichier:
    """A file whose columns are known; iterating gives each row's cells with the line the row begins on."""

    chemin: Path
    codage: str
    separateur: str
    largeur: int
    rangs: Mapping[str, int]

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        with self.chemin.open(encoding=self.codage, newline="") as flux:
            lecteur = csv.reader(flux, delimiter=self.separateur)
            next(lecteur)
            debut = lecteur.line_num + 1
            for cellules in lecteur:
                if cellules:
                    yield debut, cellules
                debut = lecteur.line_num + 1

    def valeurs(self, cellules: list[str]) -> dict[str, str]:
        """Return the wanted values of a row, by name; raise `LigneRefusee` when cells are missing or too many."""
        if len(cellules) != self.largeur:
            raise LigneRefusee(f"{len(cellules)} colonnes au lieu de {self.largeur}.")
        return {nom: cellules[rang].strip() for nom, rang in self.rangs.items()}


def ouvrir(chemin: Path, colonnes: Iterable[Colonne], choisies: Mapping[str, str]) -> Fichier:
    """Recognise a CSV file: UTF-8 or else Windows-1252; semicolon, comma or tab, whichever its headings hold most.

    Each column is found by the heading `choisies` names for it, or else by those it is known by. Raises
    `FichierInutilisable` when the file cannot be read, or naming all the columns it lacks.
    """
    try:
        codage = _codage(chemin)
        with chemin.open(encoding=codage, newline="") as flux:
            separateur = max(";,\t", key=flux.readline().count)
            flux.seek(0)
            entetes = next(csv.reader(flux, delimiter=separateur), [])
    except (OSError, UnicodeError, csv.Error) as erreur:
        raise FichierInutilisable(f"{chemin} ne se lit pas : {erreur}.") from erreur
    return Fichier(chemin, codage, separateur, len(entetes), _reconnaitre(entetes, list(colonnes), choisies))


def date_lue(texte: str) -> date | None:
    """Return a date written 31/12/2027 or 2027-12-31, None when empty; raise `LigneRefusee` otherwise."""
    if not texte:
        return None
    for forme in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(texte[:10], forme).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    raise LigneRefusee(f"« {texte} » n’est pas une date.")


def _codage(chemin: Path) -> str:
    with chemin.open(encoding="utf-8-sig", newline="") as flux:
        try:
            while flux.read(1 << 20):
                pass
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _reconnaitre(entetes: list[str], colonnes: list[Colonne], choisies: Mapping[str, str]) -> dict[str, int]:
    if inconnues := choisies.keys() - {colonne.nom for colonne in colonnes}:
        connues = ", ".join(colonne.nom for colonne in colonnes)
        raise FichierInutilisable(f"Cet import ne lit pas « {', '.join(sorted(inconnues))} ». Il lit : {connues}.")
    rangs = {colonne.nom: _rang(entetes, colonne, choisies.get(colonne.nom)) for colonne in colonnes}
    exigees = {colonne.nom for colonne in colonnes if colonne.exigee} | choisies.keys()
    if manquantes := sorted(nom for nom in exigees if rangs[nom] is None):
        raise ColonnesIntrouvables(manquantes, entetes)
    return {nom: rang for nom, rang in rangs.items() if rang is not None}


def _rang(entetes: list[str], colonne: Colonne, choisie: str | None) -> int | None:
    motifs = (re.escape(normaliser(choisie)),) if choisie else colonne.entetes
    noms = [normaliser(entete) for entete in entetes]
    return next((rang for motif in motifs for rang, nom in enumerate(noms) if re.fullmatch(motif, nom)), None)
