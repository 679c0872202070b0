"""The mails of dated steps and of messages, with the facts the actions freeze."""

ETAPE = {
    "nature": "Choix des candidats",
    "debut": "2026-12-01T09:30:00+01:00",
    "fin": "2026-12-01T11:00:00+01:00",
    "lieu": "Atelier-école, Mortagne-sur-Sèvre",
    "precisions": "Demandez Odile Charrier à l’accueil.",
    "session": "Soudeur assembleur industriel",
    "session_numero": "SE-2026-00412",
    "organisme": "Formaloire Métiers",
    "organisateur": "Odile Charrier",
    "organisateur_courriel": "odile.charrier@formaloire.example",
    "organisateur_telephone": "02 41 00 00 12",
}
INVITATION = {
    **ETAPE,
    "contact": "Claire Heulin",
    "employeur": "Tôlerie d’Essai & Fils",
    "intention": "IE-2026-00041",
    "poste": "Soudeur / Soudeuse",
    "viendra": None,
    "chemin": "/employeur/rendez-vous/lien/abc/",
    "rendez_vous": {},
}
SANS_DETAIL = {**INVITATION, "contact": "", "precisions": "", "organisateur_telephone": ""}
DEPLACEE = {**INVITATION, "ancien_debut": "2026-11-30T14:00:00+01:00", "ancien_lieu": "Salle 2, Cholet"}
REPONSE = {
    **ETAPE,
    "employeur": "Tôlerie d’Essai & Fils",
    "intention": "IE-2026-00041",
    "contact": "Claire Heulin",
    "contact_telephone": "02 41 63 00 01",
    "viendra": True,
    "chemin": "/organisme/sessions/412/etapes/7/",
}
MESSAGE = {
    "intention": "IE-2026-00041",
    "poste": "Soudeur / Soudeuse",
    "employeur": "Tôlerie d’Essai & Fils",
    "auteur": "Odile Charrier, Formaloire Métiers",
    "texte": "La visite médicale est-elle passée ?\nJe vous envoie le programme.",
    "pieces": ["programme.pdf"],
    "chemin": "/messages/intention/41/",
    "pour": "employeur",
}

RENDEZ_VOUS = [
    ("invitation_etape", INVITATION),
    ("invitation_etape", SANS_DETAIL),
    ("etape_deplacee", DEPLACEE),
    ("etape_deplacee", {**DEPLACEE, **SANS_DETAIL, "viendra": True}),
    ("etape_annulee", {**INVITATION, "motif": "La salle n’est plus libre."}),
    ("etape_annulee", {**SANS_DETAIL, "motif": "La demande SE-2026-00412 est refusée."}),
    ("etape_annulee", {**INVITATION, "motif": "Vous avez retiré l’intention IE-2026-00041.", "retire": "oui"}),
    ("rappel_etape", INVITATION),
    ("rappel_etape", {**SANS_DETAIL, "viendra": True}),
    ("reponse_etape", REPONSE),
    ("reponse_etape", {**REPONSE, "viendra": False, "contact": "", "contact_telephone": ""}),
    ("nouveau_message", MESSAGE),
    ("nouveau_message", {**MESSAGE, "pour": "partenaire", "pieces": []}),
    ("nouveau_message", {**MESSAGE, "pour": "organisme", "auteur": "Hélène Pasquier, Région"}),
    ("nouveau_message", {**MESSAGE, "pour": "region", "employeur": ""}),
]
