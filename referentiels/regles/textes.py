"""Names as people type them: without accents, hyphens or capitals, « st » for « saint »."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_ABREGES = {"st": "saint", "ste": "sainte"}
# What people type between two words: the beginning of no word they look for.
VIDES = frozenset(
    ["a", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour"]
)
LETTRES_D_UN_PLURIEL = 5


def normaliser(texte: str) -> str:
    """Return `texte` in lower case ASCII words with one space between them, `st` and `ste` written in full.

    What is stored to be searched and sorted, and what is typed, both go through here: they then meet by equality.
    """
    nu = unicodedata.normalize("NFKD", texte.casefold().translate(_LIGATURES))
    mots = re.findall(
        r"[a-z0-9+#]+",
        "".join(lettre for lettre in nu if not unicodedata.combining(lettre)),
    )
    return " ".join(_ABREGES.get(mot, mot) for mot in mots)


def mots_utiles(texte: str) -> list[str]:
    """Give the words of what is typed that say something: « Soudeurs à Cholet », soudeurs, cholet."""
    return [mot for mot in normaliser(texte).split() if mot not in VIDES]


def au_singulier(mot: str) -> str:
    """« tuteurs » finds « tuteur ». Short words keep their last letter: « bois », « pas », « Batz »."""
    return mot.rstrip("sx") if len(mot) >= LETTRES_D_UN_PLURIEL else mot
