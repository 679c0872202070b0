from referentiels.models.besoins import BesoinEnquete, CorrespondanceFap, ImportEnquete
from referentiels.models.dispositifs import Dispositif
from referentiels.models.nomenclatures import Certification, Metier, Parametre, Secteur
from referentiels.models.organisation import Employeur, Opco, OrganismeFormation, StructureReseau
from referentiels.models.territoire import Commune, CommuneDeleguee, Departement, Epci, TerritoireEfop

__all__ = [
    "BesoinEnquete",
    "Certification",
    "Commune",
    "CommuneDeleguee",
    "CorrespondanceFap",
    "Departement",
    "Dispositif",
    "Employeur",
    "Epci",
    "ImportEnquete",
    "Metier",
    "Opco",
    "OrganismeFormation",
    "Parametre",
    "Secteur",
    "StructureReseau",
    "TerritoireEfop",
]
