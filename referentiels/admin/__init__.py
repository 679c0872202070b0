from referentiels.admin import besoins, nomenclatures, organisation, parametres, territoire

__all__ = ["besoins", "nomenclatures", "organisation", "parametres", "territoire"]
