"""The files behind a figure, found by the very conditions it is counted with."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.db.models import QuerySet

from referentiels.regles.reglement import Reglement


class Nature(StrEnum):
    """What the files are: each has its own page in the administration."""

    INTENTIONS = "intentions"
    SESSIONS = "sessions"
    FACTURES = "factures"


class Dossiers(NamedTuple):
    """Files: what they are, what figure they are behind in words, and themselves, in order, for ``page_de``."""

    nature: Nature
    titre: str
    lignes: QuerySet[Any]


def dossiers(criteres: Mapping[str, str], *, le: date, loi: Reglement) -> Dossiers | None:
    """Give the files of ``criteres`` (``Case.dossiers``, as an address holds them); None when they name no figure."""
    raise NotImplementedError
