from heures.models.emargement import FeuilleEmargement
from heures.models.releves import CorrectionHeures, HeuresParcours, Releve

__all__ = ["CorrectionHeures", "FeuilleEmargement", "HeuresParcours", "Releve"]
