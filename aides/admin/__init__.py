from aides.admin.demandes import DemandeAideAdmin
from aides.admin.envois import EnvoiPaiementAdmin

__all__ = ["DemandeAideAdmin", "EnvoiPaiementAdmin"]
