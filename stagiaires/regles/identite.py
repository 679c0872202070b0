"""What a person's name, phone and birth date come to once read."""

import re
from datetime import date

AGE_MIN, AGE_MAX = 15, 80
_INDICATIF = re.compile(r"^(?:\+|00)33(?:\(0\))?")


def nom_lu(texte: str) -> str:
    """Give a first or last name as typed. Raises ``ValueError`` with a French sentence when it holds a digit: somebody
    typed a number where the name goes."""
    if re.search(r"\d", texte):
        raise ValueError("Un nom s’écrit sans chiffre : un numéro n’a pas sa place ici.")
    return texte


def telephone_lu(texte: str) -> str:
    """Give a phone number without its spaces and dots, « 0612345678 » for « +33 6 12 34 56 78 ».

    Numbers of another country keep their « + ». An empty text gives an empty text. Raises ``ValueError`` with a
    French sentence when what is typed is no phone number.
    """
    compact = re.sub(r"[\s.\-/\u2010-\u2015]", "", texte)
    francais = _INDICATIF.sub("0", compact)
    if not francais:
        return ""
    if not re.fullmatch(r"0[1-9][0-9]{8}|\+[1-9][0-9]{6,13}", francais):
        raise ValueError("Ce numéro n’est pas complet : un numéro français a 10 chiffres, par exemple 06 12 34 56 78.")
    return francais


def telephone_ecrit(numero: str) -> str:
    """Give a phone number the way people read it, « 06 12 34 56 78 »."""
    if not re.fullmatch(r"0[0-9]{9}", numero):
        return numero
    return "\N{NO-BREAK SPACE}".join(numero[rang : rang + 2] for rang in range(0, 10, 2))


def age(naissance: date, *, le: date) -> int:
    """Give the age in whole years on the day ``le``."""
    return le.year - naissance.year - ((le.month, le.day) < (naissance.month, naissance.day))


def defaut_de_naissance(naissance: date, *, le: date) -> str:
    """Give what is wrong with a birth date, or an empty text. Bounds are wide (choice): they catch a mistyped year."""
    ans = age(naissance, le=le)
    if ans < AGE_MIN:
        return f"Avec cette date, la personne n’a pas {AGE_MIN} ans : vérifiez l’année de naissance."
    if ans > AGE_MAX:
        return f"Avec cette date, la personne a plus de {AGE_MAX} ans : vérifiez l’année de naissance."
    return ""
