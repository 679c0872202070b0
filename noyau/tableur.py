"""Files for spreadsheets, as those set in French read them."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.http import HttpResponse

# How workbooks begin, new and old.
_CLASSEURS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_FORMULES = ("=", "+", "-", "@", "\t", "\r")


def fichier(nom: str, lignes: Iterable[Sequence[str]]) -> HttpResponse:
    """Give lines of texts as a file to download: UTF-8 with its mark (how spreadsheets know accents), semicolons.

    Decimal commas are the caller's. What would be run as a formula becomes a text.
    """
    flux = StringIO()
    csv.writer(flux, delimiter=";").writerows([inerte(texte) for texte in ligne] for ligne in lignes)
    entetes = {"Content-Disposition": f'attachment; filename="{nom}"'}
    return HttpResponse(f"\ufeff{flux.getvalue()}", content_type="text/csv; charset=utf-8", headers=entetes)


def lire_texte(octets: bytes) -> str:
    """Give the text of a small CSV file, as spreadsheets save it: UTF-8, or Windows' French alphabet.

    Raises ``ValueError``, in French, for a workbook or for what is no text.
    """
    if octets.startswith(_CLASSEURS):
        raise ValueError("C’est un classeur : dans votre tableur, enregistrez-le au format CSV.")
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    if "\0" in texte:
        raise ValueError("Ce fichier n’est pas un CSV : partez du modèle.")
    return texte


def lire_lignes(texte: str) -> Iterator[tuple[int, list[str]]]:
    """Give each line that says something, with its number; whichever of « ; », tab or « , » parts its cells.

    Raises ``ValueError``, in French, for what is no CSV.
    """
    premiere = texte.lstrip().partition("\n")[0]
    lecteur = csv.reader(StringIO(texte), delimiter=max(";\t,", key=premiere.count))
    try:
        for cellules in lecteur:
            if any(cellule.strip() for cellule in cellules):
                yield lecteur.line_num, cellules
    except csv.Error:
        raise ValueError("Ce fichier n’est pas un CSV : partez du modèle.") from None


def inerte(texte: str) -> str:
    """Give a text that a spreadsheet shows rather than runs; a plain number stays one."""
    if not texte.startswith(_FORMULES) or _est_un_nombre(texte):
        return texte
    return f"'{texte}"


def _est_un_nombre(texte: str) -> bool:
    return texte[:1] == "-" and texte[1:].replace(",", "", 1).isdecimal()
