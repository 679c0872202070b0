"""Reading a list of intentions sent as CSV: its encoding, separator and headings, then its rows one by one.

Spreadsheets write UTF-8 with or without a mark, Windows-1252 or UTF-16; semicolons, commas or tabs. Columns are the
questions of ``SaisieForm``, headed by their key or by their label.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from io import TextIOWrapper
from typing import Any, BinaryIO

from intentions.forms.saisie import SaisieForm
from referentiels.regles.textes import normaliser
from referentiels.regles.typographie import composer, compter

LIGNES_MAX = 200_000
# An opening quote that nothing closes would take the whole rest of the file for one cell.
HAUTEUR_MAX = 200
LONGUEUR_MAX = 1 << 20
SEPARATEURS = ";,\t"
# What an error file adds, and an import does not read.
LIGNE, MOTIF = "ligne", "motif"
COLONNES = SaisieForm.base_fields
EXIGEES = ("reference_externe", *(nom for nom, champ in COLONNES.items() if champ.required))
_FORMULES = ("=", "+", "-", "@", "\t", "\r")
_CODES_DE_TETE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CLASSEURS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_CLASSEUR = composer("Ceci est un classeur : enregistrez-le en CSV (Fichier, Enregistrer sous), puis envoyez ce CSV.")
_SANS_FIN = "Ce fichier ne se lit plus à partir de la ligne {} : un guillemet ouvert n’y est pas refermé."
_PAS_UN_CSV = composer("Ce fichier n’est pas un CSV : rien ne s’y lit.")
_ABREGE = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_SIRET_ABREGE = composer(
    "Votre tableur a abrégé ce numéro ({}) : mettez la colonne au format Texte, puis écrivez les 14 chiffres."
)


class ListeIllisible(Exception):
    """Nothing can be read of this file; the message is a French sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row: the line it begins on, its cells as they were, its answers by key, and why it cannot be read, if so."""

    ligne: int
    brutes: list[str]
    reponses: dict[str, str]
    defaut: str = ""

    @property
    def reference(self) -> str:
        """The partner's own reference, empty when there is none."""
        return self.reponses.get("reference_externe", "")


class ListeCsv:
    """A list whose headings are known. Iterating reads the file again each time."""

    def __init__(self, ouvrir: Callable[[], BinaryIO]) -> None:
        """``ouvrir`` opens the file anew. Raises ``ListeIllisible`` when it is no list, or too long."""
        self._ouvrir = ouvrir
        self.codage = self._reconnaitre_le_codage()
        self.separateur = max(SEPARATEURS, key=self._premiere_ligne().count)
        self.cles, self.entetes = _reconnaitre_les_colonnes(self._tete())

    def __iter__(self) -> Iterator[Rangee]:
        for debut, fin, cellules in self._lignes():
            yield self._rangee(debut, fin, cellules)

    @cached_property
    def lignes(self) -> int:
        """How many rows there are, headings and empty ones excepted. Raises ``ListeIllisible`` when too many."""
        nombre = 0
        for nombre, _ in enumerate(self._lignes(), start=1):
            if nombre > LIGNES_MAX:
                maximum = compter(LIGNES_MAX, "ligne", "lignes")
                raise ListeIllisible(composer(f"Cette liste dépasse {maximum} : envoyez-la en plusieurs fichiers."))
        return nombre

    def entete_de(self, champ: str) -> str:
        """Give the heading under which the file asks a question; its key when it does not."""
        return next((self.entetes[rang] for rang, cle in enumerate(self.cles) if cle == champ), champ)

    def _reconnaitre_le_codage(self) -> str:
        with self._ouvrir() as flux:
            tete = flux.read(4)
        if tete.startswith(_CLASSEURS):
            raise ListeIllisible(_CLASSEUR)
        for marque, codage in _CODES_DE_TETE:
            if tete.startswith(marque):
                return codage
        for codage in ("utf-8-sig", "cp1252"):
            with self._ouvrir() as binaire, TextIOWrapper(binaire, encoding=codage) as flux:
                try:
                    while flux.read(1 << 20):
                        pass
                except UnicodeDecodeError:
                    continue
                return codage
        raise ListeIllisible("Les accents de ce fichier ne se lisent pas : enregistrez-le en « CSV UTF-8 ».")

    def _premiere_ligne(self) -> str:
        with self._texte() as flux:
            try:
                return next((ligne for ligne in flux if ligne.strip()), "")
            except UnicodeError as erreur:
                raise ListeIllisible(_PAS_UN_CSV) from erreur

    def _texte(self) -> TextIOWrapper:
        return TextIOWrapper(self._ouvrir(), encoding=self.codage, newline="")

    def _tete(self) -> list[str]:
        with self._texte() as flux:
            try:
                tete = next((cellules for cellules in self._lecteur(flux) if any(map(str.strip, cellules))), [])
            except (csv.Error, UnicodeError) as erreur:
                raise ListeIllisible(_PAS_UN_CSV) from erreur
        if not tete:
            raise ListeIllisible("Ce fichier est vide.")
        if any("\0" in cellule for cellule in tete):
            raise ListeIllisible(_PAS_UN_CSV)
        return tete

    def _lecteur(self, flux: TextIOWrapper) -> Any:
        return csv.reader(flux, delimiter=self.separateur)

    def _lignes(self) -> Iterator[tuple[int, int, list[str]]]:
        """Give each row that says something, with the lines it begins and ends on."""
        with self._texte() as flux:
            lecteur = self._lecteur(flux)
            debut, tete_lue = 1, False
            try:
                for cellules in lecteur:
                    if any(map(str.strip, cellules)):
                        if tete_lue:
                            yield debut, lecteur.line_num, cellules
                        tete_lue = True
                    debut = lecteur.line_num + 1
            except (csv.Error, UnicodeError) as erreur:
                raise ListeIllisible(composer(_SANS_FIN.format(debut))) from erreur

    def _rangee(self, debut: int, fin: int, cellules: list[str]) -> Rangee:
        largeur = len(self.cles)
        if fin - debut > HAUTEUR_MAX or any(len(cellule) > LONGUEUR_MAX for cellule in cellules):
            return Rangee(debut, [], {}, composer("Un guillemet ouvert sur cette ligne n’est pas refermé."))
        if any(map(str.strip, cellules[largeur:])):
            trop = f"Cette ligne a {len(cellules)} cellules au lieu de {largeur} : un séparateur de trop ?"
            return Rangee(debut, cellules[:largeur], {}, composer(trop))
        # Spreadsheets leave out the empty cells at the end of a row.
        completes = cellules[:largeur] + [""] * (largeur - len(cellules))
        reponses = {cle: _sans_apostrophe(cellule) for cle, cellule in zip(self.cles, completes, strict=True) if cle}
        defaut = ""
        if _ABREGE.fullmatch(siret := reponses.get("employeur_siret", "")):
            defaut = f"{self.entete_de('employeur_siret')} : {_SIRET_ABREGE.format(siret)}"
        return Rangee(debut, completes, reponses, defaut)


def _sans_apostrophe(cellule: str) -> str:
    """Give a cell's text without the apostrophe by which an error file keeps a spreadsheet from computing it."""
    texte = cellule.strip()
    return texte[1:] if texte.startswith("'") and texte[1:].startswith(_FORMULES) else texte


def inoffensive(cellule: str) -> str:
    """Give a cell no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{cellule}" if cellule.startswith(_FORMULES) else cellule


def _reconnaitre_les_colonnes(tete: list[str]) -> tuple[list[str], list[str]]:
    """Give the key of each heading (empty for those that are not read) and the headings, cleaned."""
    connues = {normaliser(str(champ.label)): nom for nom, champ in COLONNES.items()}
    connues |= {normaliser(nom): nom for nom in COLONNES} | {LIGNE: "", MOTIF: ""}
    while tete and not tete[-1].strip():
        tete = tete[:-1]
    entetes = [entete.strip() for entete in tete]
    noms = [normaliser(entete) for entete in entetes]
    if inconnues := [entete for entete, nom in zip(entetes, noms, strict=True) if nom not in connues]:
        raise ListeIllisible(_dire_les_inconnues(inconnues, connues))
    cles = [connues[nom] for nom in noms]
    if doubles := sorted({cle for cle in cles if cle and cles.count(cle) > 1}):
        raise ListeIllisible(composer(f"Ces colonnes sont en double : {', '.join(doubles)}."))
    manquantes = [nom for nom in EXIGEES if nom not in cles]
    if not {"metier", "secteur"} & set(cles):
        manquantes.append("metier (ou secteur)")
    if manquantes:
        raise ListeIllisible(composer(f"Il manque ces colonnes : {', '.join(manquantes)}."))
    return cles, entetes


def _dire_les_inconnues(inconnues: list[str], connues: dict[str, str]) -> str:
    dites = []
    for entete in inconnues[:10]:
        proches = get_close_matches(normaliser(entete), connues, n=1)
        proche = connues[proches[0]] if proches else ""
        dites.append(f"« {entete[:60]} » (peut-être {proche} ?)" if proche else f"« {entete[:60]} »")
    return composer(
        f"Ces colonnes ne sont pas connues : {', '.join(dites)}. Nous lisons : {', '.join(COLONNES)}. "
        "Renommez-les ou retirez-les."
    )
