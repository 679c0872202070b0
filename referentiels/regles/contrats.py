"""The employment contracts the rules know, and how they are written on a screen."""

from enum import StrEnum


class TypeContrat(StrEnum):
    """Contract announced by an employer, or project that stands in its place (contrats.md § 2)."""

    CDI = "cdi"
    CDD = "cdd"
    CDI_INTERIMAIRE = "cdi_interimaire"
    CDPI = "cdpi"
    ETTI = "etti"
    INTERIM = "interim"
    APPRENTISSAGE = "apprentissage"
    PROFESSIONNALISATION = "professionnalisation"
    CIE = "cie"
    CREATION_ENTREPRISE = "creation_entreprise"
    INDEPENDANT = "independant"
    CESU = "cesu"


LIBELLES_CONTRATS = {
    TypeContrat.CDI: "CDI",
    TypeContrat.CDD: "CDD",
    TypeContrat.CDI_INTERIMAIRE: "CDI intérimaire",
    TypeContrat.CDPI: "Contrat de développement professionnel intérimaire (CDPI)",
    TypeContrat.ETTI: "Contrat en entreprise de travail temporaire d’insertion (ETTI)",
    TypeContrat.INTERIM: "Mission d’intérim",
    TypeContrat.APPRENTISSAGE: "Contrat d’apprentissage",
    TypeContrat.PROFESSIONNALISATION: "Contrat de professionnalisation",
    TypeContrat.CIE: "Contrat initiative emploi (CIE)",
    TypeContrat.CREATION_ENTREPRISE: "Création d’entreprise",
    TypeContrat.INDEPENDANT: "Activité indépendante",
    TypeContrat.CESU: "Chèque emploi-service universel (Cesu)",
}
