from sessions_formation.admin import absences, achats, avenants, decisions_groupees, lots, marches, sessions

__all__ = ["absences", "achats", "avenants", "decisions_groupees", "lots", "marches", "sessions"]
