"""Which proofs a request needs, by aid and by stage. The sources do not list them: choice of the project.

Proofs are told by the codes of ``aides.enums.CategoriePiece``. None is ever about a disability.
"""

from collections.abc import Collection
from enum import StrEnum

from aides.regles.dossier import Dispositif


class Etape(StrEnum):
    """When a proof is asked for."""

    DEMANDE = "demande"
    BILAN = "bilan"


_DEMANDE = ("aide_offre", "aide_contrat", "aide_inscription", "aide_plan", "aide_rib")
_REQUISES = {
    (Dispositif.FORMATION, Etape.DEMANDE): (*_DEMANDE, "aide_devis"),
    (Dispositif.TUTORAT, Etape.DEMANDE): _DEMANDE,
    (Dispositif.AFEST, Etape.DEMANDE): _DEMANDE,
    (Dispositif.FORMATION, Etape.BILAN): ("aide_facture", "aide_realisation"),
    (Dispositif.TUTORAT, Etape.BILAN): ("aide_realisation",),
    (Dispositif.AFEST, Etape.BILAN): ("aide_realisation",),
}
_FACULTATIVES = {Etape.DEMANDE: ("aide_autre",), Etape.BILAN: ("aide_bulletin", "aide_autre")}


def requises(dispositif: str, etape: Etape) -> tuple[str, ...]:
    """Return the proofs that must be there at a stage, in the order they are asked for."""
    return _REQUISES[Dispositif(dispositif), etape]


def acceptees(dispositif: str, etape: Etape) -> tuple[str, ...]:
    """Return the proofs that may be sent at a stage, the required ones first."""
    return (*requises(dispositif, etape), *_FACULTATIVES[etape])


def manquantes(dispositif: str, etape: Etape, presentes: Collection[str]) -> list[str]:
    """Return the required proofs that are not among ``presentes``."""
    return [categorie for categorie in requises(dispositif, etape) if categorie not in presentes]
