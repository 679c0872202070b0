"""The mail that asks a training body for the hours of last month."""

A_DECLARER = {
    "organisme": "Formaloire Métiers",
    "mois": "octobre 2026",
    "de_mois": "d’octobre 2026",
    "rang": 0,
    "sessions": [
        {"numero": "SE-2026-00412", "intitule": "Soudeur assembleur industriel", "chemin": "/heures/4/"},
        {"numero": "SE-2026-00413", "intitule": "Câbleur", "chemin": "/heures/5/"},
    ],
    "chemin": "/heures/?mois=2026-10&etat=ouvert",
}
HEURES = [
    ("heures_a_declarer", A_DECLARER),
    ("heures_a_declarer", {**A_DECLARER, "rang": 1, "sessions": A_DECLARER["sessions"][:1]}),
]
