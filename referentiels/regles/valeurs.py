"""Dated values in words, and texts that name them by their code: an amount is written once, where it is dated."""

import re
from decimal import ROUND_HALF_UP, Decimal

from referentiels.regles.grandeurs import CODES
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import INSECABLE, montant, nombre

_CODE = re.compile(r"\{(\w+)\}")
# « 4 200 € », « 70 % »: what a text must not say by itself.
_ECRIT_A_LA_MAIN = re.compile(r"\d[\d\s.,]*(?:€|%|euro)", re.IGNORECASE)


def valeur_lisible(code: str, reglement: Reglement) -> str:
    """Give a dated value with its unit: « 4 200 € », « 15 € par heure », « 70 % du coût », « 300 salariés »."""
    unite = CODES[code].unite
    suite = unite.removeprefix("euros").removeprefix("part")
    if suite == unite:
        suite = f"{INSECABLE}{unite}"
    return f"{valeur_nue(code, reglement)}{suite}"


def valeur_nue(code: str, reglement: Reglement) -> str:
    """Give the same as a sentence takes it: euros and percents with their sign, anything else a number alone."""
    valeur, unite = Decimal(getattr(reglement, code)), CODES[code].unite
    if unite.startswith("euros"):
        return montant(valeur)
    if unite.startswith("part"):
        return f"{nombre((valeur * 100).quantize(Decimal('0.01'), ROUND_HALF_UP))}{INSECABLE}%"
    return nombre(valeur)


def completer(texte: str, reglement: Reglement) -> str:
    """Give a text with the values in force in place of their codes; a code that is none stays as it is written."""
    return _CODE.sub(
        lambda trouve: valeur_nue(trouve[1], reglement) if trouve[1] in CODES else trouve[0],
        texte,
    )


def codes_inconnus(texte: str) -> list[str]:
    """Give the codes between braces that name no dated value."""
    return [code for code in _CODE.findall(texte) if code not in CODES]


def montants_ecrits(texte: str) -> list[str]:
    """Give the amounts and rates a text says in figures, where it should name a dated value."""
    return [trouve.strip() for trouve in _ECRIT_A_LA_MAIN.findall(texte)]
