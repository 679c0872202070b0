from pilotage.models.etudes import EtudeImpact, StatutEtude
from pilotage.models.faits import FaitPoste, JourOuvre

__all__ = ["EtudeImpact", "FaitPoste", "JourOuvre", "StatutEtude"]
