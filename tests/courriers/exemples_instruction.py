"""The mails of the instruction: digest, alert, a complement that has not come."""

from typing import Any

LIGNE = {
    "numero": "SE-2026-00412",
    "intitule": "Soudeur assembleur industriel",
    "commune": "Cholet",
    "organisme": "Formaloire Métiers",
    "lot": "12",
    "attente": "3 jours ouvrés",
    "chemin_agent": "/admin/sessions_formation/session/412/change/",
    "a_la_place_de": "",
    "depasse": False,
}
RECAPITULATIF = {
    "prenom": "Hélène",
    "le": "2026-11-25",
    "lignes": [LIGNE],
    "combien": 1,
    "autres": 0,
    "depasses": 0,
    "chemin_file": "/admin/sessions_formation/session/?agent=miens",
}
PLUSIEURS = {
    **RECAPITULATIF,
    "lignes": [LIGNE, {**LIGNE, "attente": "6 jours ouvrés", "depasse": True, "a_la_place_de": "Lise Caillaud"}],
    "combien": 3,
    "autres": 1,
    "depasses": 1,
}
ALERTE = {
    **LIGNE,
    "attente": "5 jours ouvrés",
    "suivie_par": "Hélène Pasquier",
    "chemin_confier": "/admin/sessions_formation/session/confier/?s=412",
}
ECHU = {
    "numero": "SE-2026-00412",
    "intitule": "Soudeur assembleur industriel",
    "organisme": "Formaloire Métiers",
    "demande_le": "2026-11-10",
    "limite": "2026-11-25",
    "suivi_par": "Hélène Pasquier",
    "pour": "organisme",
    "chemin": "/organisme/sessions/412/",
}

INSTRUCTION: list[tuple[str, dict[str, Any]]] = [
    ("instruction_recapitulatif", RECAPITULATIF),
    ("instruction_recapitulatif", PLUSIEURS),
    ("instruction_recapitulatif", {**PLUSIEURS, "prenom": ""}),
    ("instruction_alerte", ALERTE),
    ("instruction_alerte", {**ALERTE, "suivie_par": "", "commune": ""}),
    ("complement_echu", ECHU),
    ("complement_echu", {**ECHU, "suivi_par": ""}),
    ("complement_echu", {**ECHU, "pour": "region", "chemin": "/admin/sessions_formation/session/412/change/"}),
]
