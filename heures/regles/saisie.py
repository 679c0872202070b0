"""How people write hours, in a cell, in a file, by a machine: « 70 », « 70,5 », « 70.5 », « 70 h 30 »."""

import re
from decimal import ROUND_HALF_UP, Decimal

_DECIMAL = re.compile(r"\d{1,4}(?:[.,]\d{1,4})?")
_MINUTES = re.compile(r"(\d{1,4})(?:h|:)([0-5]\d)")
_ESPACES = re.compile(r"\s+")
_CENTIEME = Decimal("0.01")


def lire_heures(texte: str) -> Decimal:
    """Return the hours a text says, none when it is empty; raise ``ValueError`` with a French sentence otherwise."""
    serre = _ESPACES.sub("", texte).lower()
    if not serre:
        return Decimal(0)
    if minutes := _MINUTES.fullmatch(serre):
        return Decimal(minutes[1]) + (Decimal(minutes[2]) / 60).quantize(_CENTIEME, ROUND_HALF_UP)
    nu = serre.removesuffix("h")
    if not _DECIMAL.fullmatch(nu):
        raise ValueError(f"« {texte.strip()[:20]} » n’est pas un nombre d’heures : écrivez par exemple 70 ou 70,5.")
    return Decimal(nu.replace(",", "."))


def ecrire_heures(heures: Decimal) -> str:
    """Return hours as a cell of a French spreadsheet holds them: « 70 », « 70,5 »."""
    texte = f"{heures:f}"
    return (texte.rstrip("0").rstrip(".") if "." in texte else texte).replace(".", ",") or "0"
