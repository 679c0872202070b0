from sessions_formation.models.achats import BonDeCommande, Composante
from sessions_formation.models.etapes import EtapeSession, InvitationEtape
from sessions_formation.models.marches import Groupement, Habilitation, LieuLot, Lot, MembreGroupement, PrixLot
from sessions_formation.models.parcours import Parcours
from sessions_formation.models.sessions import IntentionRetenue, Session

__all__ = [
    "BonDeCommande",
    "Composante",
    "EtapeSession",
    "Groupement",
    "Habilitation",
    "IntentionRetenue",
    "InvitationEtape",
    "LieuLot",
    "Lot",
    "MembreGroupement",
    "Parcours",
    "PrixLot",
    "Session",
]
