"""The mails at the end of a training: a trainee's link asked again, the report a training body owes."""

LIEN = {
    "quoi": "avis",
    "prenom": "Samira",
    "formation": "Soudeur assembleur industriel",
    "organisme": "Formaloire Métiers",
    "chemin": "/insertion/r/avis/abc/",
    "stagiaires": [7],
}
BILAN = {
    "session": "Soudeur assembleur industriel",
    "numero": "SE-2026-00412",
    "organisme": "Formaloire Métiers",
    "organisme_telephone": "02 40 00 00 00",
    "lieu": "Cholet",
    "session_debut": "2027-02-01",
    "session_fin": "2027-04-30",
    "rang": 0,
    "chemin": "/parcours/sessions/4/bilan/",
}

FIN_DE_FORMATION = [
    ("lien_stagiaire", LIEN),
    ("lien_stagiaire", {**LIEN, "quoi": "attestation", "prenom": ""}),
    ("bilan_attendu", BILAN),
    ("bilan_attendu", {**BILAN, "rang": 1}),
]
