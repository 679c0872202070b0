from parcours.admin import parcours, stagiaires

__all__ = ["parcours", "stagiaires"]
