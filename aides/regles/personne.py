"""Who a request speaks of: the key that tells two files of one person, and the age an increase depends on."""

import unicodedata
from datetime import date

_LONGUEUR_DU_NOM = 180


def cle_de_personne(prenom: str, nom: str, naissance: date | None) -> str:
    """Return the key of a person, « lenoir samira 1969-05-01 »; empty while one of the three is not known.

    Without accents, case, hyphens or apostrophes, and with names in order of the alphabet: « Jean-Luc LE GALL » typed
    in the wrong boxes is still himself. It says nothing of two people of one name born the same day: an officer does.
    """
    if not (prenom.strip() and nom.strip() and naissance):
        return ""
    decompose = unicodedata.normalize("NFKD", f"{prenom} {nom}")
    lettres = "".join(signe if signe.isalnum() else " " for signe in decompose if not unicodedata.combining(signe))
    mots = " ".join(sorted(lettres.casefold().split()))
    return f"{mots[:_LONGUEUR_DU_NOM]} {naissance.isoformat()}" if mots else ""


def age_au(naissance: date, le: date) -> int:
    """Return the age in whole years on the day ``le``; born on 29 February, one is older on 1 March."""
    return le.year - naissance.year - ((le.month, le.day) < (naissance.month, naissance.day))
