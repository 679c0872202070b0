"""The mails of people proposed for a session, each way they can be told."""

from typing import Any

CANDIDAT: dict[str, Any] = {
    "stagiaires": [7],
    "personne": "Samira Lenoir",
    "structure": "Mission locale du Choletais",
    "employeur": "Tôlerie d’Essai & Fils",
    "poste": "Soudeur / Soudeuse",
    "attente": False,
    "chemin": "/parcours/7/",
    "session": "Soudeur assembleur industriel",
    "numero": "SE-2026-00412",
    "organisme": "Formaloire Métiers",
    "lieu": "Plateau technique, Cholet",
    "debut": "2027-01-11",
    "fin": "2027-04-30",
}
EN_ATTENTE = {**CANDIDAT, "employeur": "", "poste": "", "attente": True}
SOCLE = {**CANDIDAT, "employeur": "", "poste": "", "structure": "", "lieu": "", "debut": "", "fin": ""}
LIBERES = {
    "session": "Soudeur assembleur industriel",
    "numero": "SE-2026-00412",
    "organisme": "Formaloire Métiers",
    "lieu": "Plateau technique, Cholet",
    "debut": "2027-01-11",
    "fin": "2027-04-30",
    "motif": "Le plateau technique est fermé.",
    "personnes": ["Samira Lenoir"],
    "nombre": 1,
    "stagiaires": [7],
    "chemin": "/parcours/sessions/",
}
PLACES = {
    "session": "Soudeur assembleur industriel",
    "numero": "SE-2026-00412",
    "organisme": "Formaloire Métiers",
    "lieu": "Plateau technique, Cholet",
    "debut": "2027-01-11",
    "fin": "2027-04-30",
    "jours": 14,
    "libres": 3,
    "capacite": 5,
    "candidats": 1,
    "en_attente": 0,
    "organisme_telephone": "02 41 00 00 12",
    "referent": "Nadia Roussel, France Travail Cholet",
    "referent_telephone": "02 41 00 00 30",
    "referent_courriel": "nadia.roussel@reseau.example",
    "pour": "referent",
    "chemin": "/parcours/sessions/412/",
}

SOURCING = [
    *(("candidat_propose", faits) for faits in (CANDIDAT, EN_ATTENTE, SOCLE)),
    *(("profil_valide", faits) for faits in (CANDIDAT, EN_ATTENTE, SOCLE)),
    ("profil_valide_employeur", CANDIDAT),
    ("candidature_retiree", {**CANDIDAT, "raison": "La personne a changé d’avis"}),
    ("candidature_retiree", {**SOCLE, "raison": ""}),
    ("candidats_liberes", LIBERES),
    ("candidats_liberes", {**LIBERES, "personnes": ["Samira Lenoir", "Yann Oriot"], "nombre": 2, "lieu": ""}),
    ("place_proposee", {**CANDIDAT, "pour": "referent"}),
    ("place_proposee", {**SOCLE, "pour": "organisme"}),
    ("places_libres", PLACES),
    ("places_libres", {**PLACES, "jours": 1, "libres": 1, "candidats": 0, "organisme_telephone": ""}),
    ("places_libres", {**PLACES, "pour": "organisme"}),
    ("places_libres", {**PLACES, "pour": "organisme", "referent": "", "referent_telephone": "", "candidats": 0}),
    ("places_libres", {**PLACES, "pour": "organisme", "referent_telephone": ""}),
]
