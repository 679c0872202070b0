"""A good JSON document, to be spoilt one answer at a time."""

import copy

from tests.factories.referentiels import siret_de_rang

INTENTION = {
    "reference_externe": "OFF-1",
    "employeur": {
        "siret": siret_de_rang(77),
        "nom": "Tôlerie Heulin",
        "adresse": "3 rue des Ardoises",
        "code_postal": "85700",
        "ville": "Pouzauges",
        "siae": False,
    },
    "contact": {"nom": "Claire Heulin", "courriel": "claire@exemple.fr", "telephone": "02 51 00 00 00"},
    "poste": {"metier": "H2913", "intitule": "Soudeuse", "commune": "85182", "nombre": 2},
    "contrat": {"type": "cdd", "duree_mois": 8, "heures_hebdo": 35, "embauche_souhaitee": "2099-06-15"},
    "formation": {"departement": "49"},
    "engagement_recruter": True,
    "etapes": ["stage", "jury"],
}


def intention(**changements):
    """The document with some answers changed: ``contrat__type="cdi"``; None takes an answer away."""
    document = copy.deepcopy(INTENTION)
    for chemin, valeur in changements.items():
        *objets, cle = chemin.split("__")
        place = document
        for objet in objets:
            place = place.setdefault(objet, {})
        if valeur is None:
            place.pop(cle, None)
        else:
            place[cle] = valeur
    return document
