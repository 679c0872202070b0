"""What is wrong with the form of a file, in French, with the path of the key (« contrat.heures_hebdo »)."""

import re
from dataclasses import is_dataclass
from enum import StrEnum
from typing import Any, Self, get_args, get_type_hints


class FormeInvalide(ValueError):
    """A file is not of its form. `chemin`: the key at fault, empty when it is the whole file."""

    def __init__(self, motif: str, chemin: str = "") -> None:
        super().__init__(motif)
        self.motif = motif
        self.chemin = chemin

    def sous(self, nom: str) -> Self:
        """Return the same error, seen from the object one level up."""
        lien = "." if self.chemin and not self.chemin.startswith("[") else ""
        return type(self)(self.motif, f"{nom}{lien}{self.chemin}")

    def __str__(self) -> str:
        return f"{self.chemin or 'le dossier'}\N{NO-BREAK SPACE}: {self.motif}."


# The wording of msgspec: « Expected `int | null`, got `str` - at `$.contrat.duree_mois` ».
_ENDROIT = " - at `$"
_ATTENDU = re.compile(r"^Expected `(?P<genre>\w+)")
_INCONNUE = re.compile(r"^Object contains unknown field `(?P<nom>.*)`$", re.DOTALL)
_VALEUR = re.compile(r"^Invalid enum value '(?P<valeur>.*)'$", re.DOTALL)

_UN_NOMBRE = "un nombre est attendu"
_UNE_DATE = "une date est attendue, écrite comme 2026-03-02"
_ATTENTES = {
    "int": "un nombre entier est attendu",
    "decimal": _UN_NOMBRE,
    "float": _UN_NOMBRE,
    "bool": "true ou false est attendu",
    "str": "un texte est attendu",
    "date": _UNE_DATE,
    "array": "une liste est attendue",
    "object": "un objet est attendu",
}
_DEBUTS = {
    "Invalid decimal string": _UN_NOMBRE,
    "Invalid RFC3339 encoded date": _UNE_DATE,
    "Integer value out of range": "ce nombre est hors de toute mesure",
    "Number out of range": "ce nombre est hors de toute mesure",
}
_ILLISIBLE = "ce n’est pas du JSON lisible"


def traduire(erreur: Exception, classe: type) -> FormeInvalide:
    """Return the French error for what msgspec says of a file of form `classe`."""
    quoi, _, chemin = str(erreur).partition(_ENDROIT)
    chemin = chemin.removesuffix("`").removeprefix(".")
    if inconnue := _INCONNUE.match(quoi):
        return FormeInvalide("cette clé n’existe pas", f"{chemin}.{inconnue['nom']}".removeprefix("."))
    if attendu := _ATTENDU.match(quoi):
        return FormeInvalide(_ATTENTES.get(attendu["genre"], _ILLISIBLE), chemin)
    if valeur := _VALEUR.match(quoi):
        admises = ", ".join(_valeurs_admises(classe, chemin))
        return FormeInvalide(f"« {valeur['valeur']} » n’est pas une de ces valeurs, {admises}", chemin)
    return FormeInvalide(_DEBUTS.get(quoi, _ILLISIBLE), chemin)


def _valeurs_admises(classe: type, chemin: str) -> list[str]:
    """The words the field at `chemin` accepts, found by walking down the dataclasses."""
    genre: Any = classe
    for nom in re.sub(r"\[[^]]*\]", "", chemin).split("."):
        genre = get_type_hints(_dans(genre, is_dataclass))[nom]
    return [str(mot) for mot in _dans(genre, _est_enum)]


def _dans(genre: Any, voulu: Any) -> Any:
    """The one type inside `genre` (an option, a tuple…) that is `voulu`."""
    if voulu(genre):
        return genre
    return next((trouve for membre in get_args(genre) if (trouve := _dans(membre, voulu)) is not None), None)


def _est_enum(genre: Any) -> bool:
    return isinstance(genre, type) and issubclass(genre, StrEnum)
