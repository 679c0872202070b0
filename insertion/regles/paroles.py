"""What each source says of a person, in words, and where they do not agree: shown side by side, never averaged."""

from collections.abc import Mapping
from typing import NamedTuple

from insertion.regles.placement import EMBAUCHES, EMPLOYEUR, ORDRE, REFERENT, STAGIAIRE

# The words after « en CDI »: SituationSuivi's own begin with a capital and stand alone.
SITUATIONS = {
    "cdi": "en CDI",
    "cdd_long": "en CDD de 6 mois ou plus",
    "cdd_court": "en CDD d’un mois à moins de 6 mois",
    "cdd_tres_court": "en CDD de moins d’un mois",
    "interim_long": "en intérim, un mois ou plus",
    "interim_court": "en intérim, moins d’un mois",
    "alternance": "en alternance",
    "creation": "à son compte",
    "formation": "dans une autre formation",
    "recherche": "en recherche d’emploi",
    "autre": "dans une autre situation",
}


class Parole(NamedTuple):
    """What one source says: a situation, and whether the job is with the employer of the post (None: not said)."""

    situation: str
    chez_l_employeur: bool | None = None


def desaccords(paroles: Mapping[str, Parole]) -> list[str]:
    """Give, in sentences, what the sources do not say alike on one follow-up; nothing where they agree.

    An employer that does not hire the person knows nothing of what it does elsewhere: it disagrees only with somebody
    who says the job is with it.
    """
    sources = [source for source in ORDRE if source in paroles]
    paires = [(un, autre) for rang, un in enumerate(sources) for autre in sources[rang + 1 :]]
    return [
        f"{dire(un, paroles[un])}, {_suite(dire(autre, paroles[autre]))}."
        for un, autre in paires
        if _s_opposent(un, paroles[un], autre, paroles[autre])
    ]


def dire(source: str, parole: Parole) -> str:
    """Give what a source says, in one sentence without its full stop."""
    situation = SITUATIONS[parole.situation]
    if source == STAGIAIRE:
        return f"Le stagiaire se dit {situation}"
    if source == REFERENT:
        return f"Le référent le note {situation}"
    if parole.situation in EMBAUCHES:
        return f"L’employeur dit qu’il l’emploie {situation}"
    return "L’employeur dit qu’il ne l’emploie pas"


def _s_opposent(un: str, parole: Parole, autre: str, autre_parole: Parole) -> bool:
    for source, sienne, celle_d_en_face in ((un, parole, autre_parole), (autre, autre_parole, parole)):
        if source == EMPLOYEUR and sienne.situation not in EMBAUCHES:
            return celle_d_en_face.chez_l_employeur is True
    return parole.situation != autre_parole.situation


def _suite(phrase: str) -> str:
    return phrase[0].lower() + phrase[1:]
