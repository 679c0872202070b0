from comites.admin import comites

__all__ = ["comites"]
