from pilotage.admin import impossibles, mesures, parametres

__all__ = ["impossibles", "mesures", "parametres"]
