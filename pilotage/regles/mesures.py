"""The printed words of the plan, set in the house's typography: what it says is left as it says it."""

import re

from referentiels.regles.typographie import FINE, composer

# Slips of the printing, and capitals without their accents. A number that contradicts another is no slip: it stays,
# and the remark of the measure says it.
_COQUILLES = (
    (r"\bElabor", "Élabor"),
    (r"\bl’Etat\b", "l’État"),
    (r"\bTPE ?(-|/) ?PME\b", r"TPE\1PME"),
    (r"\bladynamique\b", "la dynamique"),
    (r"\bde de\b", "de"),
    (r"\bversmonmétier-paydelaloire\b", "versmonmétier-paysdelaloire"),
    (r"\bACCES Emploi\b", "ACCÈS Emploi"),
    (r"\bREGION FORMATION\b", "RÉGION FORMATION"),
    (r"\bdemandeurs d’emploi entrées\b", "demandeurs d’emploi entrés"),
)
# « 6 014 », and not « en 2018 100 places ».
_MILLIERS = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)")


def composer_du_plan(texte: str) -> str:
    """Give a text of the plan with its apostrophes, accents, no-break spaces; its final point too many taken away."""
    texte = " ".join(texte.replace("'", "’").split())
    for coquille, juste in _COQUILLES:
        texte = re.sub(coquille, juste, texte)
    return composer(_MILLIERS.sub(lambda lu: lu[0].replace(" ", FINE), texte))


def titre_du_plan(texte: str) -> str:
    """Give a title of the plan: the same, without a point at its end."""
    return composer_du_plan(texte).removesuffix(".")
