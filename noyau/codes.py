"""The short code printed on a document: enough to find it, short enough to be read out on the telephone.

Crockford's base 32: no I, L, O or U, so that nothing is mistaken for a figure. Twelve characters are sixty bits: codes
are drawn at random and cannot be guessed from one another.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LONGUEUR = 12
_CONFUSIONS = str.maketrans("OIL", "011")
_SEPARATEURS = re.compile(r"[\s._/\-\u2010-\u2015]+")


def nouveau_code() -> str:
    """Draw a code."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LONGUEUR))


def lire_code(saisi: str) -> str:
    """Give the code meant by what somebody typed, empty when it cannot be one.

    Case, dashes and spaces do not count; O is read as zero, I and L as one.
    """
    code = _SEPARATEURS.sub("", saisi).upper().translate(_CONFUSIONS)
    bon = len(code) == LONGUEUR and set(code) <= set(ALPHABET)
    return code if bon else ""


def afficher_code(code: str) -> str:
    """Give a code by groups of four, as it is printed: ``K7PM-2X4T-9RQD``."""
    return "-".join(code[debut : debut + 4] for debut in range(0, len(code), 4))
