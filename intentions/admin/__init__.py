from intentions.admin import intentions

__all__ = ["intentions"]
