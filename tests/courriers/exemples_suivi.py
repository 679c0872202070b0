"""The mails of the follow-up after a training, with the facts the actions freeze."""

AVIS = "/insertion/r/avis/abc/"
STAGIAIRE = {
    "formation": "Soudeur assembleur industriel",
    "organisme": "Formaloire Métiers",
    "fini_le": "2027-04-30",
    "mois": 0,
    "rang": 0,
    "prenom": "Samira",
    "chemin": "/insertion/r/suivi/abc/",
    "chemin_stop": "/insertion/r/stop/abc/",
    "chemin_avis": AVIS,
    "stagiaires": [7],
}
POSTE = {
    **{cle: STAGIAIRE[cle] for cle in ("formation", "organisme", "fini_le", "mois", "rang")},
    "suivi": 12,
    "employeur": "Tôlerie d’Essai & Fils",
    "numero": "IE-2026-00041",
    "personne": "Samira Lenoir",
    "chemin": "/insertion/r/poste/abc/",
}
EMPLOYEUR = {"contact": "Claire Heulin", "combien": 1, "rang": 0, "lignes": [POSTE], "stagiaires": [7]}
LIGNE = {
    "suivi": 12,
    "personne": "Samira Lenoir",
    "formation": "Soudeur assembleur industriel",
    "session": "SE-2026-00412",
    "echeance": "1 mois après",
    "prevu_le": "2027-05-30",
    "rang": 0,
    "chemin": "/insertion/suivis/12/",
}
REFERENT = {
    "prenom": "Nadia",
    "structure": "",
    "le": "2027-05-31",
    "combien": 3,
    "lignes": [LIGNE, {**LIGNE, "rang": 1, "personne": "Yanis Morel"}, {**LIGNE, "rang": 2, "personne": "Léa Petit"}],
    "chemin": "/insertion/suivis/",
    "stagiaires": [7, 8, 9],
}
REMONTE = {
    "structure": "France Travail Cholet",
    "region": False,
    "combien": 1,
    "lignes": [LIGNE],
    "chemin": "/insertion/suivis/",
    "stagiaires": [7],
}
REGION = {**REMONTE, "region": True, "lignes": [{**LIGNE, "personne": ""}] * 2, "combien": 2, "stagiaires": []}

SUIVI = [
    *(
        ("suivi_stagiaire", {**STAGIAIRE, "mois": mois, "rang": rang, "chemin_avis": "" if mois else AVIS})
        for mois in (0, 1, 3, 6)
        for rang in (0, 1, 2)
    ),
    ("suivi_stagiaire", {**STAGIAIRE, "prenom": ""}),
    ("suivi_employeur", EMPLOYEUR),
    ("suivi_employeur", {**EMPLOYEUR, "lignes": [{**POSTE, "mois": 3, "rang": 1}], "rang": 1}),
    ("suivi_employeur", {**EMPLOYEUR, "lignes": [{**POSTE, "mois": 6, "rang": 2}], "rang": 2, "contact": ""}),
    (
        "suivi_employeur",
        {
            **EMPLOYEUR,
            "combien": 3,
            "rang": 2,
            "lignes": [
                POSTE,
                {**POSTE, "rang": 1, "personne": "Yanis Morel"},
                {**POSTE, "mois": 3, "rang": 2, "personne": "Léa Petit", "fini_le": ""},
            ],
            "stagiaires": [7, 8, 9],
        },
    ),
    ("suivi_referent", REFERENT),
    (
        "suivi_referent",
        {**REFERENT, "prenom": "", "structure": "France Travail Cholet", "lignes": [LIGNE], "combien": 1},
    ),
    ("suivi_remonte", REMONTE),
    ("suivi_remonte", REGION),
    ("suivi_remonte", {**REGION, "structure": ""}),
]
