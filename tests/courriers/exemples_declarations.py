"""The mails about people in training, with the facts the actions freeze."""

GROUPE = {
    "session": "Soudeur assembleur industriel",
    "numero": "SE-2026-00412",
    "organisme": "Formaloire Métiers",
    "organisme_telephone": "02 41 00 00 12",
    "lieu": "Plateau technique, Cholet",
    "session_debut": "2027-01-11",
    "session_fin": "2027-04-30",
}
UNE = {
    **GROUPE,
    "pour": "reseau",
    "nombre": 1,
    "personnes": ["Samira Lenoir"],
    "stagiaires": [1],
    "chemin": "/parcours/sessions/412/groupe/",
}
TROIS = {
    **UNE,
    "nombre": 3,
    "personnes": ["Samira Lenoir", "Karim Baud", "Léa d’Essai & Fils"],
    "stagiaires": [1, 2, 3],
}
REGION = {**GROUPE, "pour": "region", "nombre": 1, "chemin": "/admin/sessions_formation/session/412/change/"}
AGENCE = {**UNE, "pour": "agence", "chemin": "/formations/SE-2026-00412/", "organisme_telephone": ""}
ADMIS = {"admis": True, "raison": "", "debut": "2027-01-11", "employeur": "Tôlerie d’Essai & Fils"}
REFUS = {"admis": False, "raison": "Les prérequis ne sont pas réunis", "debut": "", "employeur": ""}
SORTIE = {"jour": "2027-02-12", "raison": "La personne a changé d’avis"}
CORRECTION = {"etat": "en formation", "entre_le": "2027-01-11", "sorti_le": "", "raison": "Erreur de saisie"}
POSTE = {"employeur": "Atelier Gaborit", "ancien": "Tôlerie d’Essai & Fils", "perdu": False}
PERDU = {"employeur": "", "ancien": "Tôlerie d’Essai & Fils", "perdu": True}
ATTENDUES = {
    **GROUPE,
    "quoi": "entrees",
    "jour": "2027-01-11",
    "nombre": 4,
    "chemin": "/parcours/sessions/412/groupe/",
}

PARCOURS = [
    ("parcours_admission", {**UNE, **ADMIS}),
    ("parcours_admission", {**UNE, **REFUS}),
    ("parcours_admission", {**REGION, **ADMIS}),
    ("parcours_entrees", {**UNE, "jour": "2027-01-11"}),
    ("parcours_entrees", {**TROIS, "jour": "2027-01-11"}),
    ("parcours_entrees", {**REGION, "nombre": 3, "jour": "2027-01-11"}),
    *[("parcours_sortie", {**UNE, **SORTIE, "issue": issue}) for issue in ("fin", "emploi", "exclusion", "abandon")],
    ("parcours_sortie", {**AGENCE, **SORTIE, "issue": "avant_l_entree", "jour": ""}),
    ("parcours_sortie", {**REGION, **SORTIE, "issue": "abandon"}),
    ("parcours_interruption", {**UNE, "debut": "2027-02-01", "fin": ""}),
    ("parcours_interruption", {**REGION, "debut": "2027-02-01", "fin": "2027-02-05"}),
    ("parcours_reprise", {**UNE, "debut": "2027-02-01", "retour": "2027-02-08"}),
    ("parcours_reprise", {**REGION, "debut": "2027-02-01", "retour": "2027-02-08"}),
    ("parcours_correction", {**UNE, **CORRECTION}),
    ("parcours_correction", {**AGENCE, **CORRECTION, "sorti_le": "2027-02-12"}),
    ("parcours_poste", {**UNE, **POSTE}),
    ("parcours_poste", {**TROIS, **PERDU, "garde_sa_place": True}),
    ("parcours_poste", {**UNE, **PERDU, "garde_sa_place": False}),
    ("parcours_poste", {**REGION, **PERDU, "garde_sa_place": True}),
    ("declarations_attendues", ATTENDUES),
    ("declarations_attendues", {**ATTENDUES, "quoi": "fins", "jour": "2027-04-30", "nombre": 1}),
]
