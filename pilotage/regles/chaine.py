"""The steps a post goes through, from the intention filed to the job (domaine.md §2, §3, §8)."""

from enum import StrEnum


class Etape(StrEnum):
    """A step of a post, in their order; the value is what addresses hold."""

    INTENTION = "intention"
    DEMANDE = "demande"
    AUTORISATION = "autorisation"
    ENTREE = "entree"
    FIN = "fin"
    EMPLOI = "emploi"


# What each step counts tells how many people there are: never shown when they are too few.
DE_PERSONNES = frozenset({Etape.ENTREE, Etape.FIN, Etape.EMPLOI})


class Arret(StrEnum):
    """Why a post goes no further."""

    REFUSEE = "refusee"
    DESISTEE = "desistee"
    EXPIREE = "expiree"
    CLASSEE = "classee"
    # The request that had taken it was refused or taken back: it waits again for whoever will ask.
    RENDUE = "rendue"
    ABANDON = "abandon"
    SANS_EMBAUCHE = "sans_embauche"
