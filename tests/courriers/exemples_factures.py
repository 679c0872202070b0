"""The mails of invoices: issued, to be checked, and a bank account that changes."""

EMISE = {
    "nature": "facture",
    "numero": "F2026-00012",
    "organisme": "Compétences Ouest",
    "bon": "BC-2026-00007",
    "lot": "12",
    "lot_intitule": "Inter-industrie, Maine-et-Loire et Vendée",
    "mois": "2026-11-01",
    "montant": "12345.60",
    "echeance": "2027-01-02",
    "corrige": "",
    "motif": "",
    "chemin": "/factures/12/",
}
AVOIR = {
    **EMISE,
    "nature": "avoir",
    "numero": "F2026-00013",
    "echeance": "",
    "corrige": "F2026-00012",
    "motif": "Heures comptées deux fois.",
}
COMPTE = {
    "organisme": "Compétences Ouest",
    "compte": "FR76 •••• 0189",
    "ancien": "FR76 •••• 4401",
    "par": "Marc Bodin",
    "le": "2026-11-22T10:04:00+01:00",
    "chemin": "/factures/emetteur/",
}
REGION = {
    "numero": "F2026-00012",
    "organisme": "Compétences Ouest",
    "bon": "BC-2026-00007",
    "lot": "12",
    "lot_intitule": "Inter-industrie, Maine-et-Loire et Vendée",
    "mois": "2026-11-01",
    "montant": "12345.60",
    "chemin": "/factures/12/",
}
PAYEE = {
    **REGION,
    "payee_le": "2026-12-28",
    "montant_paye": "12345.60",
    "mandat": "2026-4512",
    "limite": "2027-01-02",
    "retard_jours": 0,
    "interets": "",
    "indemnite": "",
}
EN_RETARD = {**PAYEE, "payee_le": "2027-01-12", "retard_jours": 10, "interets": "34.33", "indemnite": "40"}
A_VERIFIER = {
    "organisme": "Compétences Ouest",
    "rang": 0,
    "factures": [
        {
            "nature": "facture",
            "mois": "novembre 2026",
            "bon": "BC-2026-00007",
            "lot": "12",
            "montant": "12345.60",
            "chemin": "/factures/12/",
        },
        {
            "nature": "avoir",
            "mois": "novembre 2026",
            "bon": "BC-2025-00003",
            "lot": "12",
            "montant": "95.00",
            "chemin": "/factures/13/",
        },
    ],
    "chemin": "/factures/",
}
PROJET = {
    "nature": "facture",
    "organisme": "Compétences Ouest",
    "bon": "BC-2026-00007",
    "lot": "12",
    "lot_intitule": "Inter-industrie, Maine-et-Loire et Vendée",
    "mois": "2026-11-01",
    "montant": "12345.60",
    "a_verifier": 2,
    "contestees": 0,
    "chemin": "/factures/14/",
}
PROJET_AVOIR = {**PROJET, "nature": "avoir", "montant": "-120.00", "a_verifier": 1}
CONTESTEE = {
    "session": "Soudeur assembleur industriel",
    "numero": "SE-2026-00042",
    "mandataire": "Compétences Ouest",
    "de_mois": "de novembre 2026",
    "heures": "63.50",
    "motif": "Nous comptons 60 heures : la session était fermée le 11 novembre.",
    "chemin": "/heures/31/",
}
ATTEND = {
    "numero": "F2026-00012",
    "organisme": "Compétences Ouest",
    "lot": "12",
    "montant": "12345.60",
    "echeance": "2027-01-02",
    "attente": "6 jours ouvrés",
    "chemin": "/admin/factures/facture/12/change/",
}
RECAPITULATIF = {
    "prenom": "Hélène",
    "le": "2026-12-14",
    "lignes": [{**ATTEND, "depasse": False}, {**ATTEND, "attente": "11 jours ouvrés", "depasse": True}],
    "combien": 2,
    "autres": 0,
    "chemin_file": "/admin/factures/facture/",
}
FACTURES = [
    ("facture_changee", PROJET),
    ("facture_changee", PROJET_AVOIR),
    ("facture_changee", {**PROJET, "contestees": 1}),
    ("ligne_contestee", CONTESTEE),
    ("factures_a_verifier", A_VERIFIER),
    ("factures_a_verifier", {**A_VERIFIER, "rang": 1, "factures": A_VERIFIER["factures"][:1]}),
    ("facture_emise", EMISE),
    ("facture_emise", AVOIR),
    ("facture_a_controler", EMISE),
    ("facture_a_controler", AVOIR),
    ("compte_change", COMPTE),
    ("compte_change", {**COMPTE, "ancien": ""}),
    ("facture_rejetee", {**REGION, "motif": "Ligne 1 : douze heures de plus que les feuilles signées."}),
    ("facture_suspendue", {**REGION, "motif": "Le relevé signé de la session SE-2026-00012.", "le": "2026-12-08"}),
    ("facture_payee", PAYEE),
    ("facture_payee", {**EN_RETARD, "montant_paye": "12000.00", "mandat": ""}),
    ("service_fait_recapitulatif", RECAPITULATIF),
    ("service_fait_recapitulatif", {**RECAPITULATIF, "prenom": "", "combien": 52, "autres": 2}),
    ("service_fait_alerte", ATTEND),
]
