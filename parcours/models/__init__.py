from parcours.models.pieces import BilanSession, Remuneration
from parcours.models.suivi import Amenagement, AvisEmployeur, Interruption, ModuleParcours, NoteParcours

__all__ = [
    "Amenagement",
    "AvisEmployeur",
    "BilanSession",
    "Interruption",
    "ModuleParcours",
    "NoteParcours",
    "Remuneration",
]
