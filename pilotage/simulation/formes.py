"""Reads one JSON file into the dataclass its rules take, and says in French what is not of the form.

The form is the dataclass itself: a `msgspec` structure is derived from it, in which any key may be left out or null
and an unknown key is an error; what was read is then copied into the dataclass, null becoming its default.
"""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import astuple

from pilotage.simulation.erreurs import FormeInvalide, traduire

# Bounds of what a figure may be: beyond, a file is a typing mistake, and its amounts could not be written out.
_RANG_MAX = 12
_ENTIER_MAX = 10**9
_ZERO = Decimal(0)

_CHAMP_DATE = "date"


class Forme:
    """The form of one nature of files. `datee`: the key « date » says the day the file is judged for."""

    def __init__(self, classe: type, *, datee: bool = True) -> None:
        self.classe = classe
        self.datee = datee
        en_plus = [(_CHAMP_DATE, date | None, None)] if datee else []
        self.structure = _structure(classe, en_plus)
        self._decodeur = msgspec.json.Decoder(self.structure)
        self._construire = _constructeur(classe)

    def lire(self, contenu: bytes | msgspec.Raw) -> tuple[Any, date | None]:
        """Return the file and the day it asks to be judged for; raise `FormeInvalide`, in French, naming the key."""
        try:
            lu: Any = self._decodeur.decode(contenu)
        except (msgspec.DecodeError, RecursionError, UnicodeError) as erreur:
            raise traduire(erreur, self.classe) from None
        return self._construire(lu), (lu.date if self.datee else None)


def _structure(classe: type, en_plus: list[tuple[str, Any, Any]] | None = None) -> type[msgspec.Struct]:
    champs = [(nom, _accepte(genre) | None, None) for nom, genre in _genres(classe).items()]
    return msgspec.defstruct(
        classe.__name__, [*champs, *(en_plus or [])], forbid_unknown_fields=True, frozen=True, gc=False
    )


def _accepte(genre: Any) -> Any:
    """The type JSON may hold where the dataclass wants `genre`."""
    if isinstance(genre, type) and is_dataclass(genre):
        return _structure(genre)
    if get_origin(genre) is tuple:
        return list[_accepte(get_args(genre)[0])]  # type: ignore[misc]
    return genre


def _constructeur(classe: type) -> Callable[[Any], Any]:
    """Return the function that copies a structure that was read into `classe`."""
    vide = classe()
    combien = len(_genres(classe))
    soins = tuple(
        (rang, nom, soin, getattr(vide, nom))
        for rang, (nom, genre) in enumerate(_genres(classe).items())
        if (soin := _soin(genre)) is not None or getattr(vide, nom) is not None
    )

    if not soins:
        return lambda lu: classe(*astuple(lu))

    def construire(lu: Any) -> Any:
        valeurs = list(astuple(lu)[:combien])  # the date the whole file may hold comes after
        for rang, nom, soin, defaut in soins:
            valeur = valeurs[rang]
            if valeur is None:
                valeurs[rang] = defaut
            elif soin is not None:
                try:
                    valeurs[rang] = soin(valeur)
                except FormeInvalide as erreur:
                    raise erreur.sous(nom) from None
        return classe(*valeurs)

    return construire


def _soin(genre: Any) -> Callable[[Any], Any] | None:
    """What to do with a value that was read before the dataclass takes it; None: nothing."""
    if isinstance(genre, type) and is_dataclass(genre):
        return _constructeur(genre)
    if genre is Decimal:
        return _decimal
    if genre is int:
        return _entier
    if get_origin(genre) is tuple:
        return _liste(_soin(get_args(genre)[0]))
    return None


def _liste(soin: Callable[[Any], Any] | None) -> Callable[[list[Any]], tuple[Any, ...]]:
    if soin is None:
        return tuple

    def construire(lus: list[Any]) -> tuple[Any, ...]:
        valeurs = []
        for rang, lu in enumerate(lus):
            try:
                valeurs.append(soin(lu))
            except FormeInvalide as erreur:
                raise erreur.sous(f"[{rang}]") from None
        return tuple(valeurs)

    return construire


def _decimal(valeur: Decimal) -> Decimal:
    if not valeur:
        return _ZERO  # whatever the exponent it was written with
    if not valeur.is_finite():
        raise FormeInvalide("un nombre est attendu")
    if not -_RANG_MAX < valeur.adjusted() < _RANG_MAX:
        raise FormeInvalide("ce nombre est hors de toute mesure")
    return valeur


def _entier(valeur: int) -> int:
    if abs(valeur) > _ENTIER_MAX:
        raise FormeInvalide("ce nombre est hors de toute mesure")
    return valeur


def _genres(classe: type) -> dict[str, Any]:
    """The fields of a dataclass, in order, with their types rid of « or None »."""
    indices = get_type_hints(classe)
    return {champ.name: _sans_none(indices[champ.name]) for champ in fields(classe)}


def _sans_none(genre: Any) -> Any:
    if get_origin(genre) not in (Union, types.UnionType):
        return genre
    [seul] = [membre for membre in get_args(genre) if membre is not type(None)]
    return seul
