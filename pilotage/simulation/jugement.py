"""Judges files from bytes to bytes: the one way in for the command, the API and whoever holds JSON.

The day and the law are arguments: the edge reads the clock, and gives the function that finds the law of a day.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from math import isfinite
from typing import Any

import msgspec

from pilotage.simulation.erreurs import FormeInvalide
from pilotage.simulation.natures import NATURES, Nature
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.reglement import Reglement

ReglementAu = Callable[[date], Reglement]


class FichierIllisible(ValueError):
    """What should be a JSON array of files is not one; the message is a French sentence."""


@dataclass(frozen=True, slots=True)
class Jugement:
    """What the rules say of one file; `montant` in euros, for aids only."""

    verdict: Verdict
    constats: list[Constat]
    montant: Decimal | None = None

    def en_dict(self) -> dict[str, Any]:
        """Return the answer of contrats.md § 2, ready for any JSON encoder."""
        reponse: dict[str, Any] = {
            "verdict": str(self.verdict),
            "constats": [constat._asdict() for constat in self.constats],
        }
        return reponse if self.montant is None else reponse | {"montant": str(self.montant)}

    def en_json(self) -> bytes:
        """Return the same answer as JSON; findings come back from file to file, so each is encoded once."""
        constats = b",".join(map(_constat_en_json, self.constats))
        montant = b"" if self.montant is None else b',"montant":"%b"' % str(self.montant).encode()
        return b'{"verdict":"%b","constats":[%b]%b}' % (_octets(self.verdict), constats, montant)


def juger(nom: str, contenu: bytes | msgspec.Raw, *, le: date, reglement_au: ReglementAu) -> Jugement:
    """Judge one file of nature `nom` (a key of `NATURES`), as of the day it names, `le` when it names none.

    Raises `FormeInvalide`, naming the key, when the file is not of the form; what `reglement_au` raises goes through.
    """
    return _juger(NATURES[nom], contenu, le, reglement_au)


def juger_tout(
    nom: str, dossiers: list[msgspec.Raw], *, le: date, reglement_au: ReglementAu
) -> Iterator[Jugement | FormeInvalide]:
    """Judge files in order, each by itself: one that is not of the form gives its error, the others go on."""
    nature, reglement_au = NATURES[nom], cache(reglement_au)
    for contenu in dossiers:
        try:
            yield _juger(nature, contenu, le, reglement_au)
        except FormeInvalide as erreur:
            yield erreur


def decouper(contenu: bytes) -> list[msgspec.Raw]:
    """Cut a JSON array into its elements, unread; raise `FichierIllisible` when it is not one."""
    contenu = contenu.removeprefix(BOM_UTF8)
    try:
        return _TABLEAU.decode(contenu)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        return _decouper_largement(contenu)


def erreur_en_json(erreur: FormeInvalide) -> bytes:
    """Return what stands in the place of a file that is not of the form."""
    return msgspec.json.encode({"erreur": str(erreur)})


# Far beyond any figure of a file, far below what Python takes the time to read.
_CHIFFRES_MAX = 100
_TABLEAU = msgspec.json.Decoder(list[msgspec.Raw])


def _decouper_largement(contenu: bytes) -> list[msgspec.Raw]:
    """The standard library takes what msgspec refuses whole: NaN, half a surrogate pair, another UTF.

    Only the file that holds such a thing may then be at fault, in its place and by its key: a number that JSON cannot
    write becomes what no key accepts; half a character becomes a question mark.
    """
    try:
        lus = json.loads(contenu, parse_constant=_hors_nombre, parse_int=_entier, parse_float=_flottant)
    except json.JSONDecodeError as erreur:
        raise FichierIllisible(
            f"Ce n’est pas du JSON : il s’arrête d’être lisible ligne {erreur.lineno}, colonne {erreur.colno}."
        ) from None
    except (ValueError, RecursionError):
        raise FichierIllisible("Ce n’est pas du JSON lisible, écrit en UTF-8.") from None
    if not isinstance(lus, list):
        raise FichierIllisible("Une liste de dossiers est attendue : [ {…}, {…} ].")
    return [msgspec.Raw(json.dumps(lu, ensure_ascii=False).encode(errors="replace")) for lu in lus]


def _hors_nombre(_ecrit: str) -> list[list[None]]:
    return [[]]


def _entier(ecrit: str) -> Any:
    return int(ecrit) if len(ecrit) < _CHIFFRES_MAX else _hors_nombre(ecrit)


def _flottant(ecrit: str) -> Any:
    lu = float(ecrit)
    return lu if isfinite(lu) else _hors_nombre(ecrit)


def _juger(nature: Nature, contenu: bytes | msgspec.Raw, le: date, reglement_au: ReglementAu) -> Jugement:
    dossier, demande = nature.forme.lire(contenu)
    jour = demande or le
    reglement = reglement_au(jour)
    constats = nature.examiner(dossier, reglement=reglement, le=jour)
    verdict = verdict_de(constats)
    if nature.montant is None:
        return Jugement(verdict, constats)
    return Jugement(verdict, constats, nature.montant(dossier, reglement=reglement, verdict=verdict))


@lru_cache(maxsize=8192)
def _constat_en_json(constat: Constat) -> bytes:
    return msgspec.json.encode(constat._asdict())


@lru_cache(maxsize=16)
def _octets(verdict: Verdict) -> bytes:
    return verdict.encode()
