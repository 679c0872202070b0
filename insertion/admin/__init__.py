"""The administration of what comes after a training."""

from insertion.admin import avis

__all__ = ["avis"]
