from pilotage.admin import impossibles, mesures, parametres, rejeu

__all__ = ["impossibles", "mesures", "parametres", "rejeu"]
