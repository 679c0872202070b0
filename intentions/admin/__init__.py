from intentions.admin import intentions, partenaires

__all__ = ["intentions", "partenaires"]
