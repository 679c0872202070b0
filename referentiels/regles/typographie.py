"""French typography of what the rules write: no-break spaces, numbers, dates.

Sources are typed with plain spaces, which one can see; the no-break ones are put in once, here.
"""

import re
from datetime import date
from decimal import Decimal

INSECABLE = "\N{NO-BREAK SPACE}"
FINE = "\N{NARROW NO-BREAK SPACE}"

_ORDINAUX = ("", "première", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième")

_MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)


def composer(texte: str) -> str:
    """Return `texte` with the no-break spaces of French: narrow before ; ! ? and full inside « » and before : € %."""
    texte = re.sub(r" ([;!?])", rf"{FINE}\1", texte)
    texte = re.sub(r" ([:»€%])", rf"{INSECABLE}\1", texte)
    return texte.replace("« ", f"«{INSECABLE}")


def nombre(valeur: Decimal | int) -> str:
    """Return a number as written in French: decimal comma, narrow spaces between thousands, no useless zero."""
    texte = f"{Decimal(valeur):,f}"
    entier, _, decimales = texte.partition(".")
    decimales = decimales.rstrip("0")
    entier = entier.replace(",", FINE)
    return f"{entier},{decimales}" if decimales else entier


def montant(valeur: Decimal) -> str:
    """Return an amount in euros, two decimals unless it is a whole number."""
    if valeur == valeur.to_integral_value():
        return f"{nombre(valeur)}{INSECABLE}€"
    entier, _, decimales = f"{valeur:,.2f}".partition(".")
    return f"{entier.replace(',', FINE)},{decimales}{INSECABLE}€"


def jour(valeur: date) -> str:
    """Return a day in words: « 1er mars 2026 », « 2 mai 2026 »."""
    quantieme = "1er" if valeur.day == 1 else str(valeur.day)
    return f"{quantieme}{INSECABLE}{_MOIS[valeur.month - 1]} {valeur.year}"


def compter(combien: Decimal | int, singulier: str, pluriel: str | None = None) -> str:
    """Return a counted noun: « 1 poste », « 1,5 mois », « 3 postes » (in French the plural begins at two)."""
    nom = singulier if -2 < combien < 2 else (pluriel or f"{singulier}s")
    return f"{nombre(combien)}{INSECABLE}{nom}"


def ordinale(rang: int) -> str:
    """Return a rank, feminine, in letters as far as they read well, « deuxième », then in figures, « 12e »."""
    return _ORDINAUX[rang] if rang < len(_ORDINAUX) else f"{rang}e"


def enumerer(elements: list[str] | tuple[str, ...]) -> str:
    """Return « a », « a et b », « a, b et c »; an empty list gives an empty string."""
    if len(elements) < 2:
        return "".join(elements)
    return f"{', '.join(elements[:-1])} et {elements[-1]}"
