from insertion.models.avis import DIMENSIONS, AvisStagiaire
from insertion.models.resultats import ResultatAgrege
from insertion.models.suivi import Embauche, Relance, Reponse, Suivi

__all__ = ["DIMENSIONS", "AvisStagiaire", "Embauche", "Relance", "Reponse", "ResultatAgrege", "Suivi"]
