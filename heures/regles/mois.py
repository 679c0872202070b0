"""The month of a relevé, known by its first day: read from an address, written in it, said in words."""

from datetime import date

from referentiels.regles.mois import Mois
from referentiels.regles.typographie import jour


def premier_du_mois(le: date) -> date:
    """Return the first day of the month of ``le``."""
    return le.replace(day=1)


def dernier_du_mois(mois: date) -> date:
    """Return the last day of the month of ``mois``."""
    return Mois.de(mois).dernier_jour


def lire_mois(texte: str) -> date:
    """Return the first day of « 2026-11 »; raise ``ValueError`` with a French sentence otherwise."""
    return Mois.depuis(texte).premier_jour


def ecrire_mois(mois: date) -> str:
    """Return « 2026-11 »."""
    return str(Mois.de(mois))


def nommer_mois(mois: date) -> str:
    """Return « novembre 2026 »."""
    return jour(mois.replace(day=2)).split("\N{NO-BREAK SPACE}", 1)[1]


def de_mois(mois: date) -> str:
    """Return « de novembre 2026 », « d’avril 2027 »."""
    nom = nommer_mois(mois)
    return f"d’{nom}" if nom[0] in "ao" else f"de {nom}"
