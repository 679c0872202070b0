"""Files for spreadsheets, as those set in French read them."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

_FORMULES = ("=", "+", "-", "@", "\t", "\r")


def fichier(nom: str, lignes: Iterable[Sequence[str]]) -> HttpResponse:
    """Give lines of texts as a file to download: UTF-8 with its mark (how spreadsheets know accents), semicolons.

    Decimal commas are the caller's. What would be run as a formula becomes a text.
    """
    flux = StringIO()
    csv.writer(flux, delimiter=";").writerows([inerte(texte) for texte in ligne] for ligne in lignes)
    entetes = {"Content-Disposition": f'attachment; filename="{nom}"'}
    return HttpResponse(f"\ufeff{flux.getvalue()}", content_type="text/csv; charset=utf-8", headers=entetes)


def inerte(texte: str) -> str:
    """Give a text that a spreadsheet shows rather than runs; a plain number stays one."""
    if not texte.startswith(_FORMULES) or _est_un_nombre(texte):
        return texte
    return f"'{texte}"


def _est_un_nombre(texte: str) -> bool:
    return texte[:1] == "-" and texte[1:].replace(",", "", 1).isdecimal()
