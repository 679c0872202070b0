from sessions_formation.admin import absences, achats, avenants, lots, marches, sessions

__all__ = ["absences", "achats", "avenants", "lots", "marches", "sessions"]
