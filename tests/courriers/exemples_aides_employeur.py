"""The mails that the employer's acts on an aid send, with the facts they freeze."""

AIDE = {
    "numero": "AI-2026-00001",
    "dispositif": "Parcours emploi Formation",
    "employeur": "Toitures d’Essai & Fils",
    "contact": "Claire Heulin",
    "chemin": "/aides/demandes/1/",
}
RECUE = {**AIDE, "completee": False, "formation": "Maçonnerie, gros œuvre", "montant": "1470.00"}
MESSAGE = {
    **AIDE,
    "auteur": "Claire Heulin, Toitures d’Essai & Fils",
    "texte": "Le devis est joint.\nBonne journée.",
    "pieces": ["devis.pdf"],
    "pour": "region",
}
AIDES_EMPLOYEUR = [
    ("aide_recue", RECUE),
    ("aide_recue", {**RECUE, "completee": True, "contact": "", "formation": ""}),
    ("aide_abandonnee", {**AIDE, "motif": "La formation est annulée, l’organisme ferme sa session d’été."}),
    ("aide_bilan_recu", AIDE),
    ("aide_bilan_recu", {**AIDE, "contact": ""}),
    ("aide_message", MESSAGE),
    ("aide_message", {**MESSAGE, "pieces": [], "pour": "employeur", "auteur": "Anne Pasquier, Région"}),
]
