"""Names as people type them: without accents, hyphens or capitals, « st » for « saint »."""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_ABREGES = {"st": "saint", "ste": "sainte"}


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
