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


TITRES_DES_ETAPES = {
    Etape.INTENTION: "Postes déposés",
    Etape.DEMANDE: "Session demandée",
    Etape.AUTORISATION: "Session autorisée",
    Etape.ENTREE: "Entrée en formation",
    Etape.FIN: "Formation finie",
    Etape.EMPLOI: "Embauche",
}
DEFINITIONS_DES_ETAPES = {
    Etape.INTENTION: "Chaque poste de chaque intention d’embauche déposée pendant la période.",
    Etape.DEMANDE: "Ceux de ces postes qu’une demande de session retient ; un poste rendu par une demande refusée ou "
    "retirée ne compte plus tant qu’une autre ne le reprend pas.",
    Etape.AUTORISATION: "Ceux dont la session est autorisée et commandée par la Région.",
    Etape.ENTREE: "Ceux sur lesquels quelqu’un est entré en formation. Si une personne en remplace une autre, ce sont "
    "les dates de la dernière.",
    Etape.FIN: "Ceux dont la personne est allée au bout de la formation, ou l’a quittée pour un emploi.",
    Etape.EMPLOI: "Ceux dont l’employeur a déclaré l’embauche, commencée, ou dont le suivi à 1, 3 ou 6 mois dit la "
    "personne en poste chez lui.",
}
TITRES_DES_ARRETS = {
    Arret.REFUSEE: "Intention refusée",
    Arret.DESISTEE: "Employeur retiré",
    Arret.EXPIREE: "Intention expirée",
    Arret.CLASSEE: "Intention classée",
    Arret.RENDUE: "Demande refusée ou retirée, poste à reprendre",
    Arret.ABANDON: "Abandon ou exclusion",
    Arret.SANS_EMBAUCHE: "Pas d’embauche, dit l’employeur",
}
DELAIS = tuple(etape for etape in Etape if etape != Etape.INTENTION)
