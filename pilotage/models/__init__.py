from pilotage.models.etudes import EtudeImpact, StatutEtude
from pilotage.models.faits import CompteDesPostes, FaitPoste, JourOuvre
from pilotage.models.rejeux import Rejeu, StatutRejeu

__all__ = ["CompteDesPostes", "EtudeImpact", "FaitPoste", "JourOuvre", "Rejeu", "StatutEtude", "StatutRejeu"]
