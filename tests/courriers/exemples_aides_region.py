"""The mails of the Région about aids: decided, asked again, due, paid, and the reminders."""

AIDE = {
    "numero": "AI-2026-00042",
    "dispositif": "Parcours emploi Formation",
    "employeur": "Toitures du Bocage",
    "contact": "Claire Heulin",
    "chemin": "/aides/demandes/42/",
}
SUIVI = {"suivi_par": "Hélène Pasquier", "suivi_telephone": "02 61 91 00 12"}
ACCORDEE = {
    **AIDE,
    **SUIVI,
    "accordee": True,
    "montant": "1470.00",
    "precisions": "",
    "fin": "2027-01-29",
    "pieces_du_bilan": ["Facture acquittée de l’organisme", "Certificat de réalisation ou feuilles d’émargement"],
}
REFUSEE = {
    **AIDE,
    **SUIVI,
    "accordee": False,
    "fin": "2027-01-29",
    "raisons": ["La personne n’était pas inscrite comme demandeuse d’emploi à l’embauche."],
    "precisions": "Voyez les autres aides dans le guide.",
}
COMPLEMENT = {
    **AIDE,
    **SUIVI,
    "suivi_courriel": "h.pasquier@exemple.fr",
    "precisions": "Le RIB joint est illisible.",
    "a_revoir": ["IBAN", "Relevé d’identité bancaire"],
    "limite": "2026-12-14",
}
DUE = {**AIDE, **SUIVI, "due": True, "montant": "735.00", "accorde": "1470.00", "motif": "Dix heures sans émargement."}
A_CORRIGER = {
    **AIDE, **SUIVI, "suivi_courriel": "h.pasquier@exemple.fr", "precisions": "La facture n’est pas acquittée."
}  # fmt: skip
ATTENDU = {**AIDE, "fin": "2027-01-29", "montant": "1470.00", "rang": 1, "dernier": False}
PAYEE = {**AIDE, "montant": "735.00", "payee_le": "2027-03-12"}
RECAPITULATIF = {
    "prenom": "Hélène",
    "le": "2026-11-25",
    "lignes": [
        {
            "numero": "AI-2026-00042",
            "dispositif": "Parcours emploi Formation",
            "employeur": "Toitures du Bocage",
            "attente": "6 jours ouvrés",
            "depasse": True,
            "chemin_agent": "/admin/aides/demandeaide/42/change/",
            "a_la_place_de": "Noé Bertin",
        }
    ],
    "combien": 3,
    "autres": 2,
    "depasses": 1,
    "chemin_file": "/admin/aides/demandeaide/?agent=miens",
}

AIDES_REGION = [
    ("aide_decidee", ACCORDEE),
    ("aide_decidee", {**ACCORDEE, "precisions": "Bonne formation.", "fin": "", "suivi_telephone": ""}),
    ("aide_decidee", REFUSEE),
    ("aide_decidee", {**REFUSEE, "raisons": []}),
    ("aide_complement", COMPLEMENT),
    ("aide_complement", {**COMPLEMENT, "a_revoir": [], "suivi_telephone": ""}),
    ("aide_due", DUE),
    ("aide_due", {**DUE, "due": False, "montant": "0.00", "motif": ""}),
    ("aide_bilan_a_corriger", A_CORRIGER),
    ("aide_bilan_attendu", ATTENDU),
    ("aide_bilan_attendu", {**ATTENDU, "rang": 3, "dernier": True}),
    ("aide_payee", PAYEE),
    ("aides_recapitulatif", RECAPITULATIF),
    ("aides_recapitulatif", {**RECAPITULATIF, "prenom": "", "autres": 0}),
]
