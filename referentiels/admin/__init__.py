from referentiels.admin import (
    besoins,
    correspondances,
    dispositifs,
    nomenclatures,
    organisation,
    parametres,
    territoire,
)

__all__ = ["besoins", "correspondances", "dispositifs", "nomenclatures", "organisation", "parametres", "territoire"]
