"""The mail and the papers of committees, with the facts the actions freeze."""

COMITE = {
    "comite": "Groupe technique formation",
    "lieu_concerne": "Maine-et-Loire",
    "local": False,
    "debut": "2026-12-08T09:30:00+01:00",
    "fin": "2026-12-08T11:30:00+01:00",
    "lieu": "Salle 2, Cholet",
    "lien": "https://visio.example/groupe-49",
    "chemin": "/comites/3/",
    "parties": [
        {
            "titre": "Demandes de session",
            "points": [
                {
                    "numero": 1,
                    "titre": "Soudeur assembleur industriel, Formaloire Métiers",
                    "texte": "SE-2026-00412. Du 11 janvier au 30 avril 2027, Plateau technique, Cholet.",
                    "issue": "",
                    "code": "",
                    "motif": "",
                    "precisions": "",
                }
            ],
        },
        {
            "titre": "Besoins qui remontent",
            "points": [
                {
                    "numero": 2,
                    "titre": "Mauges : Couvreur / Couvreuse, 6 postes",
                    "texte": "",
                    "issue": "",
                    "code": "",
                    "motif": "",
                    "precisions": "",
                }
            ],
        },
    ],
    "invites": ["Cap emploi 49", "France Travail Cholet"],
    "agents": ["Hélène Pasquier, Région"],
    "compte_rendu": "",
    "arrete_le": "2026-11-24T09:00:00+01:00",
    "suivi_par": "Hélène Pasquier",
    "suivi_telephone": "02 61 91 00 12",
    "suivi_courriel": "helene.pasquier@region.example",
}
RELEVE = {
    **COMITE,
    "compte_rendu": "Prochaine rencontre en janvier.\n\nLe Réseau cherche six candidats.",
    "parties": [
        {
            "titre": "Demandes de session",
            "points": [
                {
                    **COMITE["parties"][0]["points"][0],
                    "issue": "Favorable",
                    "code": "favorable",
                    "motif": "Besoin avéré, conditions remplies",
                    "precisions": "Cinq candidats sont déjà connus.",
                }
            ],
        },
        COMITE["parties"][1],
    ],
}
LOCAL = {**COMITE, "comite": "Comité local formation", "lieu_concerne": "Mauges", "local": True}
CONVOCATION = {**COMITE, "changement": False, "destinataire": "France Travail Cholet", "rendez_vous": {}}

COMITES = [
    ("comite_convocation", CONVOCATION),
    ("comite_convocation", {**CONVOCATION, "changement": True, "lien": "", "suivi_telephone": ""}),
    ("comite_convocation", {**CONVOCATION, **LOCAL, "lieu": "", "parties": []}),
]
