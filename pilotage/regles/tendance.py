"""Where the orders of a lot are heading: an arithmetic one can do again by hand, not a forecast."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from referentiels.regles.mois import ajouter_mois

ZERO = Decimal("0.00")
_AN = 12
COMMENT = (
    "Commandé à ce jour, plus ce que le rythme annonce d’ici la fin de l’année, ou du lot s’il finit avant : ce qui a "
    "été commandé l’an dernier du même jour au même terme, à proportion de ce qui l’a été depuis janvier cette année "
    "et l’an dernier ; à défaut d’année entière derrière lui, son rythme moyen des douze derniers mois, ou depuis son "
    "début. Jamais moins que ce qui est demandé et attend une décision. C’est une tendance, pas une prévision."
)


class Fenetres(NamedTuple):
    """The spans whose orders tell of the pace of a lot: from the first day included to the second excluded."""

    cette_annee: tuple[date, date]
    l_an_dernier: tuple[date, date]
    reste_l_an_dernier: tuple[date, date]
    douze_mois: tuple[date, date]


class Rythme(NamedTuple):
    """Orders of a lot in those spans, in euros, what waits for a decision; days it has lived in the last twelve
    months, and days left until the term."""

    cette_annee: Decimal
    l_an_dernier: Decimal
    reste_l_an_dernier: Decimal
    douze_mois: Decimal
    en_attente: Decimal
    jours_vecus: int
    jours_restants: int
    an_dernier_entier: bool


def terme(le: date, *, fin: date) -> date:
    """Give the day a trend stops at: the last of the year, or of the lot."""
    return max(le, min(date(le.year, 12, 31), fin))


def fenetres(le: date) -> Fenetres:
    """Give the spans the pace is read in on ``le``, counted to the end of that day."""
    apres = date.fromordinal(le.toordinal() + 1)
    avant = ajouter_mois(apres, -_AN)
    return Fenetres(
        (date(le.year, 1, 1), apres),
        (date(le.year - 1, 1, 1), avant),
        (avant, date(le.year, 1, 1)),
        (avant, apres),
    )


def a_venir(rythme: Rythme) -> Decimal:
    """Give what the pace announces until the term, in euros, half-up to the cent (``COMMENT`` says how)."""
    if rythme.jours_restants <= 0:
        return ZERO
    if rythme.an_dernier_entier and rythme.l_an_dernier > 0 and rythme.reste_l_an_dernier >= 0:
        annonce = rythme.reste_l_an_dernier * rythme.cette_annee / rythme.l_an_dernier
    elif rythme.jours_vecus > 0:
        annonce = rythme.douze_mois * rythme.jours_restants / rythme.jours_vecus
    else:
        annonce = ZERO
    return max(annonce, rythme.en_attente, ZERO).quantize(Decimal("0.01"), ROUND_HALF_UP)
