from pilotage.models.etudes import EtudeImpact, StatutEtude
from pilotage.models.faits import CompteDesPostes, FaitPoste, JourOuvre
from pilotage.models.impossibles import ChasseImpossibles, ConstatImpossible
from pilotage.models.mesures import EtatMesure, Mesure, Priorite, ResultatMesure
from pilotage.models.publics import PublicationChiffres
from pilotage.models.rejeux import Rejeu, StatutRejeu

__all__ = [
    "ChasseImpossibles",
    "CompteDesPostes",
    "ConstatImpossible",
    "EtatMesure",
    "EtudeImpact",
    "FaitPoste",
    "JourOuvre",
    "Mesure",
    "Priorite",
    "PublicationChiffres",
    "Rejeu",
    "ResultatMesure",
    "StatutEtude",
    "StatutRejeu",
]
