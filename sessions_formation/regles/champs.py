"""The fields of a request that an officer may ask to complete, by the names of the training body's form."""

from collections.abc import Mapping
from types import MappingProxyType

CHAMPS: Mapping[str, str] = MappingProxyType(
    {
        "intentions": "Intentions réunies",
        "intitule": "Intitulé de la session",
        "certification": "Certification visée",
        "prerequis": "Prérequis",
        "lieu": "Lieu",
        "debut": "Début",
        "fin": "Fin",
        "effectif": "Parcours",
        "heures": "Heures de chacun",
        "prix_heure": "Prix de l’heure",
        "entrees_sorties_permanentes": "Entrées et sorties permanentes",
        "complement_groupe": "Complément d’un groupe existant",
        "equilibre_financier": "Équilibre financier",
        "sans_capacite": "Capacité du groupement",
        "motif_derogation": "Pourquoi une dérogation",
    }
)

# Answered together on the form: to ask for the first is to ask for the others.
AVEC: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "certification": frozenset({"autre_certification"}),
        "lieu": frozenset({"autre_lieu", "commune"}),
        "complement_groupe": frozenset({"groupe_existant"}),
    }
)


def ouverts(champs: frozenset[str]) -> frozenset[str]:
    """Give the fields of the form that re-open when ``champs`` are asked for: those, and what goes with them."""
    return champs.union(*(AVEC.get(champ, frozenset()) for champ in champs))
