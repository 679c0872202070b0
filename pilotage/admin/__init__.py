from pilotage.admin import parametres

__all__ = ["parametres"]
