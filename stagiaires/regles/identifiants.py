"""The numbers that name a person: the one of France Travail, and the one nobody may type here.

The NIR (social security number) is reserved to the bodies and purposes décret 2019-341 lists; the Région is not shown
to be one of them for this scheme (normes.md §8.1). There is no field for it, and free text that holds one is refused.
"""

import re
import unicodedata

_SEPARATEURS = r"[\s.\-_/\u2010-\u2015]"
_BLANCS = re.compile(_SEPARATEURS)
_IDENTIFIANT = re.compile(r"[0-9]{7}[0-9A-Z]|[0-9]{11}")

# Written with its key (15 characters): separators anywhere, the key tells it from any other number.
_AVEC_CLE = re.compile(
    r"(?<![0-9])(?=(?P<nir>[1-478](?:S{0,2}[0-9]){4}S{0,2}(?:[0-9]S{0,2}[0-9]|2S{0,2}[AB])(?:S{0,2}[0-9]){8})(?![0-9]))"
    .replace("S", _SEPARATEURS)
)  # fmt: skip
# Without its key (13): only the shape tells it, so groups are those of a NIR (sex, year, month, département, commune,
# rank); months 20, 30 to 42 and 50 to 99 are those the Insee gives when the true one is not known.
_SANS_CLE = re.compile(
    r"(?<![0-9])[12]S{0,2}[0-9]{2}S{0,2}(?:0[1-9]|1[0-2]|20|3[0-9]|4[0-2]|[5-9][0-9])"
    r"S{0,2}(?!00)(?:[0-9]{2}|2[AB])S{0,2}(?!000)[0-9]{3}S{0,2}(?!000)[0-9]{3}(?![0-9])"
    .replace("S", _SEPARATEURS)
)  # fmt: skip
# Corsica counts as 19 (2A) and 18 (2B) in the key.
_CORSE = {"2A": "19", "2B": "18"}
_MODULE = 97


def identifiant_ft_valide(texte: str) -> str:
    """Give a France Travail identifier as it is kept: capitals, without spaces, dots or dashes.

    Two forms: seven digits and a digit or a letter (« 1234567A »: the regional one, on letters), and eleven digits
    (the national one, which replaces it since 2025). A check of form only: no key is documented, and nothing here
    asks France Travail. Raises ``ValueError`` with a French sentence.
    """
    identifiant = _BLANCS.sub("", unicodedata.normalize("NFKC", texte)).upper()
    if not _IDENTIFIANT.fullmatch(identifiant):
        raise ValueError(
            "Un identifiant France Travail s’écrit avec 7 chiffres suivis d’une lettre ou d’un chiffre "
            "(par exemple 1234567A), ou avec 11 chiffres."
        )
    return identifiant


def contient_un_nir(texte: str) -> bool:
    """Tell whether a text holds a NIR: 13 characters, or 15 with the right key; spaces, dots and dashes do not hide
    it. Phone numbers, SIRETs, dates and France Travail identifiers are none."""
    propre = unicodedata.normalize("NFKC", texte).upper()
    if _SANS_CLE.search(propre):
        return True
    return any(_cle_juste(_BLANCS.sub("", trouve["nir"])) for trouve in _AVEC_CLE.finditer(propre))


def _cle_juste(nir: str) -> bool:
    departement = _CORSE.get(nir[5:7], nir[5:7])
    return _MODULE - int(nir[:5] + departement + nir[7:13]) % _MODULE == int(nir[13:])
