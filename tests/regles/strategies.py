"""Hypothesis strategies for JSON files of the right form, derived from the dataclasses the rules read."""

import string
from dataclasses import is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin

from hypothesis import strategies as st

from pilotage.simulation.formes import _genres
from pilotage.simulation.natures import NATURES

# Values on which rules turn, so that examples meet them often.
_TEXTES = st.sampled_from(
    ["44", "49", "35", "13", "construction", "spectacle-intermittence", "73282932000074", "recevable", "RNCP35509", ""]
)
_DECIMAUX = st.sampled_from([Decimal(n) for n in ("0", "5.9", "6", "23.5", "24", "400", "401", "750", "751")])
_DECIMAUX_QUELCONQUES = st.decimals(min_value=-100_000, max_value=10_000_000, places=2)
_PAR_TYPE = {
    bool: st.booleans(),
    int: st.sampled_from([0, 1, 4, 5, 299, 300]) | st.integers(-1000, 1_000_000),
    Decimal: (_DECIMAUX | _DECIMAUX_QUELCONQUES).flatmap(lambda valeur: st.sampled_from([str(valeur), float(valeur)])),
    date: (st.dates(date(2025, 11, 1), date(2026, 6, 1)) | st.dates()).map(date.isoformat),
    str: _TEXTES | st.text(string.printable + "éà’ ☃\U0001f600", max_size=20),
}


def valeur(genre: Any) -> st.SearchStrategy[Any]:
    """Return JSON values for a field of type `genre`."""
    if is_dataclass(genre):
        return objet(genre)
    if get_origin(genre) is tuple:
        return st.lists(valeur(get_args(genre)[0]), max_size=4)
    if issubclass(genre, StrEnum):
        return st.sampled_from([str(mot) for mot in genre])
    return _PAR_TYPE[genre]


def objet(classe: type, **en_plus: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return JSON objects of the form of `classe`: any key may be left out, or null."""
    champs = {nom: st.none() | valeur(genre) for nom, genre in _genres(classe).items()}
    return st.fixed_dictionaries({}, optional=champs | en_plus)


def dossiers(nature: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return JSON files of one nature, of any day, or not dated."""
    forme = NATURES[nature].forme
    en_plus = {"date": st.none() | st.dates().map(date.isoformat)} if forme.datee else {}
    return objet(forme.classe, **en_plus)


def natures_et_dossiers() -> st.SearchStrategy[tuple[str, dict[str, Any]]]:
    """Return pairs of a nature and a file of it."""
    return st.sampled_from(list(NATURES)).flatmap(lambda nature: st.tuples(st.just(nature), dossiers(nature)))
