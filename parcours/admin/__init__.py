from parcours.admin import parcours, remuneration, stagiaires

__all__ = ["parcours", "remuneration", "stagiaires"]
