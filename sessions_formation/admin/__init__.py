from sessions_formation.admin import achats, marches, sessions

__all__ = ["achats", "marches", "sessions"]
