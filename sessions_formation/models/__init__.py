from sessions_formation.models.achats import BonDeCommande, Composante
from sessions_formation.models.marches import Groupement, Habilitation, LieuLot, Lot, MembreGroupement, PrixLot
from sessions_formation.models.sessions import IntentionRetenue, Session

__all__ = [
    "BonDeCommande",
    "Composante",
    "Groupement",
    "Habilitation",
    "IntentionRetenue",
    "LieuLot",
    "Lot",
    "MembreGroupement",
    "PrixLot",
    "Session",
]
