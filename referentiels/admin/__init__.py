from referentiels.admin import besoins, dispositifs, nomenclatures, organisation, parametres, territoire

__all__ = ["besoins", "dispositifs", "nomenclatures", "organisation", "parametres", "territoire"]
