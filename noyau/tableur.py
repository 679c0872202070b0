"""Files for spreadsheets, as those set in French read them."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import NamedTuple

import xlsxwriter
from django.http import HttpResponse
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cellule = str | int | Decimal | date | None
_LARGEUR = 16

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


class Feuille(NamedTuple):
    """One sheet of a workbook: its name, its columns, its lines; those of ``sommes`` are added up at the end."""

    nom: str
    colonnes: Sequence[str]
    lignes: Iterable[Sequence[Cellule]]
    sommes: Collection[str] = ()
    largeur: int = _LARGEUR


def classeur(*feuilles: Feuille) -> bytes:
    """Give a workbook: heads frozen, lines to be filtered, days and numbers as such (an amount has two decimals).

    No text is ever run as a formula.
    """
    flux = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(flux, options) as livre:
        for feuille in feuilles:
            _ecrire(livre, feuille)
    return flux.getvalue()


def telecharger(nom: str, octets: bytes, type_contenu: str = XLSX) -> HttpResponse:
    """Give a file made here (a workbook, unless said otherwise) to be kept, never shown nor cached."""
    entetes = {"Content-Disposition": f'attachment; filename="{nom}"', "Cache-Control": "private, no-store"}
    return HttpResponse(octets, content_type=type_contenu, headers=entetes)


def _ecrire(livre: xlsxwriter.Workbook, feuille: Feuille) -> None:
    page = livre.add_worksheet(feuille.nom)
    gras, argent = livre.add_format({"bold": True}), livre.add_format({"num_format": "#,##0.00"})
    formats = {date: livre.add_format({"num_format": "dd/mm/yyyy"}), Decimal: argent}
    page.freeze_panes(1, 1)
    page.set_column(0, len(feuille.colonnes) - 1, feuille.largeur)
    page.write_row(0, 0, feuille.colonnes, gras)
    sommes = dict.fromkeys(map(list(feuille.colonnes).index, feuille.sommes), Decimal(0))
    rang = 0
    for rang, ligne in enumerate(feuille.lignes, start=1):
        for colonne, cellule in enumerate(ligne):
            _poser(page, (rang, colonne), cellule, formats)
            if colonne in sommes and isinstance(cellule, Decimal):
                sommes[colonne] += cellule
    page.autofilter(0, 0, rang, len(feuille.colonnes) - 1)
    if sommes:
        total = livre.add_format({"num_format": "#,##0.00", "bold": True})
        page.write_string(rang + 1, 0, "Total", gras)
        for colonne, somme in sommes.items():
            page.write_number(rang + 1, colonne, float(somme), total)


def _poser(page: Worksheet, place: tuple[int, int], cellule: Cellule, formats: Mapping[type, Format]) -> None:
    if isinstance(cellule, Decimal | int):
        page.write_number(*place, float(cellule), formats.get(type(cellule)))
    elif isinstance(cellule, date):
        page.write_datetime(*place, cellule, formats[date])
    elif cellule:
        page.write_string(*place, cellule)


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
