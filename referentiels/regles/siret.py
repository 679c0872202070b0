"""The key of SIREN and SIRET numbers (Insee), La Poste's exception included.

Written here with the standard library because the rules import nothing else; the tests hold it to python-stdnum.
"""

_LONGUEUR = 14
# La Poste has more establishments than the key can number: all but its head office add up to a multiple of 5 (Insee).
_SIREN_LA_POSTE, _SIEGE_LA_POSTE = "356000000", "35600000000048"
# Luhn: every second digit from the right counts double, its two digits added up.
_DOUBLE = {str(chiffre): sum(map(int, str(2 * chiffre))) for chiffre in range(10)}
_BLANCS = str.maketrans("", "", " .\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")


def compacter(saisie: str) -> str:
    """Return a SIRET or SIREN as typed, without its spaces and dots."""
    return saisie if saisie.isalnum() else saisie.translate(_BLANCS)


def siret_valide(siret: str) -> bool:
    """Say whether `siret` (14 digits, spaces allowed) has the right keys: its own, and that of its SIREN."""
    return defaut_siret(siret) is None


def siren_valide(siren: str) -> bool:
    """Say whether `siren` (9 digits, spaces allowed) has the right key."""
    siren = compacter(siren)
    return len(siren) == 9 and _chiffres(siren) and _luhn("0" + siren)


def defaut_siret(siret: str) -> str | None:
    """Return None when `siret` is valid, else a French sentence that says what is wrong with it."""
    siret = compacter(siret)
    if not _chiffres(siret):
        return "Un SIRET ne s’écrit qu’avec des chiffres : il en faut 14."
    if len(siret) != _LONGUEUR:
        nom = "chiffre" if len(siret) < 2 else "chiffres"
        return f"Ce numéro a {len(siret)} {nom} : il en faut 14."
    if _cles(siret):
        return None
    return "Ce SIRET n’existe pas : un de ses chiffres est faux."


def _chiffres(texte: str) -> bool:
    return texte.isascii() and texte.isdigit()


def _luhn(chiffres: str) -> bool:
    """Luhn's key on an even number of digits."""
    somme = sum(map(int, chiffres[1::2])) + sum(map(_DOUBLE.__getitem__, chiffres[::2]))
    return somme % 10 == 0


def _cles(siret: str) -> bool:
    if siret.startswith(_SIREN_LA_POSTE) and siret != _SIEGE_LA_POSTE:
        return sum(map(int, siret)) % 5 == 0
    return _luhn(siret) and _luhn("0" + siret[:9])
