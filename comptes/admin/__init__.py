from comptes.admin import rattachements, utilisateurs

__all__ = ["rattachements", "utilisateurs"]
