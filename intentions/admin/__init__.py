from intentions.admin import imports, intentions, partenaires

__all__ = ["imports", "intentions", "partenaires"]
