from factures.admin import emetteurs

__all__ = ["emetteurs"]
