"""The mails about what an employer says of a person, with the facts the actions freeze."""

SESSION = {"session": "Soudeur assembleur industriel", "session_numero": "SE-2026-00412", "stagiaires": [1]}
AVIS = {
    **SESSION,
    "personne": "Samira Lenoir",
    "employeur": "Tôlerie d’Essai & Fils",
    "avis": "Favorable, avec des réserves",
    "commentaire": "À l’aise avec les plans, à confirmer sur l’inox.",
    "chemin": "/parcours/1/",
}
EMBAUCHEE = {
    **SESSION,
    "personne": "Samira Lenoir",
    "employeur": "Tôlerie d’Essai & Fils",
    "embauche": True,
    "contrat": "CDD 7 mois",
    "debut": "2027-05-03",
    "raison": "",
    "corrige": False,
    "ecarts": [
        "Durée : 7 mois, au lieu de 8 mois.",
        "Temps de travail : 30,5 heures par semaine, au lieu de 35 heures.",
    ],
    "chemin": "/parcours/1/",
}
REFUS = {
    **EMBAUCHEE,
    "embauche": False,
    "contrat": "",
    "debut": "",
    "ecarts": [],
    "raison": "La personne a refusé le poste",
}
LIEN = {
    "stagiaires": [1],
    "embauche": True,
    "contact": "Claire Heulin",
    "intention": "IE-2026-00041",
    "poste": "Soudeur / Soudeuse",
    "chemin": "/insertion/r/embauche/jeton/",
}

EMBAUCHES = [
    ("avis_employeur", AVIS),
    ("avis_employeur", {**AVIS, "avis": "Favorable", "commentaire": ""}),
    ("embauche_declaree", EMBAUCHEE),
    ("embauche_declaree", {**EMBAUCHEE, "ecarts": [], "corrige": True}),
    ("embauche_declaree", REFUS),
    ("lien_employeur", LIEN),
    ("lien_employeur", {**LIEN, "embauche": False, "contact": "", "chemin": "/parcours/r/avis/jeton/"}),
]
