from noyau.admin import courriers, documents, journal

__all__ = ["courriers", "documents", "journal"]
