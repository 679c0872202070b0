from factures.admin import emetteurs, envois, factures

__all__ = ["emetteurs", "envois", "factures"]
