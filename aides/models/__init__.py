from aides.models.demandes import UNE_AIDE_A_LA_FOIS, DemandeAide, Majoration
from aides.models.instruction import PieceVue
from aides.models.paiements import EnvoiPaiement
from aides.models.plans import BilanFormation, PlanFormation, Sequence

__all__ = [
    "UNE_AIDE_A_LA_FOIS",
    "BilanFormation",
    "DemandeAide",
    "EnvoiPaiement",
    "Majoration",
    "PieceVue",
    "PlanFormation",
    "Sequence",
]
