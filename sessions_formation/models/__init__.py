from sessions_formation.models.achats import BonDeCommande, Composante
from sessions_formation.models.avenants import Avenant, DemandeAvenant, Mouvement
from sessions_formation.models.diffusion import Diffusion, FicheSession
from sessions_formation.models.etapes import EtapeSession, InvitationEtape
from sessions_formation.models.instruction import (
    AbsenceAgent,
    ChampDemandeSession,
    DecisionGroupee,
    LigneDecisionGroupee,
    PremiereValidation,
)
from sessions_formation.models.marches import (
    BornesLot,
    Groupement,
    Habilitation,
    LieuLot,
    Lot,
    MembreGroupement,
    PrixLot,
)
from sessions_formation.models.parcours import Parcours
from sessions_formation.models.retenues import IntentionRetenue
from sessions_formation.models.sessions import Session
from sessions_formation.models.vitrine import Vitrine

__all__ = [
    "AbsenceAgent",
    "Avenant",
    "BonDeCommande",
    "BornesLot",
    "ChampDemandeSession",
    "Composante",
    "DecisionGroupee",
    "DemandeAvenant",
    "Diffusion",
    "EtapeSession",
    "FicheSession",
    "Groupement",
    "Habilitation",
    "IntentionRetenue",
    "InvitationEtape",
    "LieuLot",
    "LigneDecisionGroupee",
    "Lot",
    "MembreGroupement",
    "Mouvement",
    "Parcours",
    "PremiereValidation",
    "PrixLot",
    "Session",
    "Vitrine",
]
