"""Every mail of an intention and of a session, each way it can be told, with the facts the actions freeze."""

from tests.courriers.exemples_aides_employeur import AIDES_EMPLOYEUR
from tests.courriers.exemples_aides_region import AIDES_REGION
from tests.courriers.exemples_avenants import avenants
from tests.courriers.exemples_comites import COMITES
from tests.courriers.exemples_declarations import PARCOURS
from tests.courriers.exemples_demandes import demandes
from tests.courriers.exemples_donnees import DONNEES
from tests.courriers.exemples_embauche import EMBAUCHES
from tests.courriers.exemples_factures import FACTURES
from tests.courriers.exemples_fin_de_formation import FIN_DE_FORMATION
from tests.courriers.exemples_fins import fins
from tests.courriers.exemples_heures import HEURES
from tests.courriers.exemples_impossibles import IMPOSSIBLES
from tests.courriers.exemples_instruction import INSTRUCTION
from tests.courriers.exemples_mandataire import mandataire
from tests.courriers.exemples_referents import referents
from tests.courriers.exemples_rendez_vous import RENDEZ_VOUS
from tests.courriers.exemples_signature import signatures
from tests.courriers.exemples_sourcing import SOURCING
from tests.courriers.exemples_suivi import SUIVI
from tests.courriers.exemples_transmissions import transmissions

INTENTION = {
    "numero": "IE-2026-00041",
    "deposee_le": "2026-11-09T17:31:00+01:00",
    "contact": "Claire Heulin",
    "employeur": "Tôlerie d’Essai & Fils",
    "siret": "73282932000074",
    "employeur_adresse": "3 rue des Forges",
    "employeur_ville": "49120 Chemillé-en-Anjou",
    "poste": "Soudeur / Soudeuse",
    "secteur": "inter-industrie",
    "commune": "Chemillé-en-Anjou (49120)",
    "contrat": "CDI, 35 h",
    "nombre_postes": 2,
    "embauche_souhaitee": "2027-05-01",
    "precisions": "L’atelier est à dix minutes à pied de la gare.",
    "formation": "Soudage sur acier et inox",
    "etapes": ["Accueil en stage", "Jury de fin de formation"],
    "organisme": "Formaloire Métiers",
    "verdict": "eligible",
    "issue": "Votre intention est recevable",
    "jugee_le": "2026-11-09",
    "points": [],
    "orientations": [],
    "chemin": "/employeur/intentions/41/",
}
POINT = {
    "regle": "I-DUREE",
    "niveau": "derogation",
    "message": "Contrat de 4 mois : il en faut 6.",
    "source": "FAQ §3",
}

A_COMPLETER = {
    **INTENTION,
    "verdict": "a_completer",
    "issue": "Votre intention est à compléter",
    "contact": "",
    "employeur": "",
    "siret": "",
    "employeur_adresse": "",
    "employeur_ville": "",
    "secteur": "",
    "commune": "",
    "contrat": "Contrat à préciser",
    "nombre_postes": None,
    "embauche_souhaitee": "",
    "precisions": "",
    "formation": "",
    "etapes": [],
    "organisme": "",
    "points": [{**POINT, "niveau": "a_completer", "message": "Le nom de l’employeur manque."}],
}
DEROGATION = {
    **INTENTION,
    "verdict": "derogation",
    "issue": "Un agent de la Région va se prononcer",
    "points": [POINT],
}
ORIENTATION = {
    "nom": "Parcours emploi Formation",
    "quoi": "Jusqu’à 4 200 € pour le former avec un organisme certifié Qualiopi.",
    "ou": "Demande sur le site de la Région",
    "site": "paysdelaloire.fr",
    "telephone": "0800 200 303",
    "chemin": "/dispositifs/parcours-emploi-formation/",
}
NON_ELIGIBLE = {
    **INTENTION,
    "orientations": [ORIENTATION, {**ORIENTATION, "telephone": ""}],
    "verdict": "non_eligible",
    "issue": "Votre intention n’entre pas dans le dispositif",
    "points": [{**POINT, "niveau": "non_conforme", "message": "18 heures par semaine : il en faut 24 au moins."}],
}

FORMALOIRE = {
    "nom": "Formaloire Métiers",
    "siret": "80000000700012",
    "dirigeant": "Madame Odile Charrier, directrice",
    "adresse": "14 rue de la Séguinière",
    "code_postal": "49300",
    "ville": "Cholet",
    "nda": "52490000123",
}
COMPETENCES = {**FORMALOIRE, "nom": "Compétences Ouest", "siret": "80000000800010", "dirigeant": "", "adresse": ""}

DEMANDE = {
    "numero": "SE-2026-00412",
    "intitule": "Soudeur assembleur industriel",
    "demandee_le": "2026-11-16T09:12:00+01:00",
    "organisme": FORMALOIRE,
    "role": "cotraitant",
    "mandataire": COMPETENCES,
    "demandeur": "Odile Charrier",
    "groupement": "Groupement Ouest Métiers",
    "lot": "12",
    "lot_intitule": "Inter-industrie, Maine-et-Loire et Vendée",
    "marche": "2025-FOR-031",
    "certification": "Titre professionnel soudeur assembleur industriel (RNCP34502)",
    "lieu": "Atelier-école, Mortagne-sur-Sèvre",
    "departement": "Vendée",
    "debut": "2027-01-11",
    "fin": "2027-04-30",
    "effectif": 5,
    "heures": 420,
    "heures_totales": 2100,
    "prix_heure": "9.50",
    "montant": "19950.00",
    "derogations": [],
    "postes": [
        {"employeur": "Tôlerie d’Essai & Fils", "commune": "Chemillé-en-Anjou", "contrat": "CDI, 35 h", "postes": 2},
        {"employeur": "Ateliers d’Essai", "commune": "Beaupréau-en-Mauges", "contrat": "CDI, 39 h", "postes": 1},
        {
            "employeur": "Charpentes d’Essai",
            "commune": "Mortagne-sur-Sèvre",
            "contrat": "CDD 8 mois, 35 h",
            "postes": 1,
        },
        {"employeur": "Métallerie d’Essai", "commune": "Sèvremoine", "contrat": "CDI, 35 h", "postes": 1},
    ],
    "chemin": "/organisme/sessions/412/",
}
DECISION = {
    **DEMANDE,
    "suivi_par": "Hélène Pasquier",
    "suivi_telephone": "02 61 91 00 12",
    "suivi_courriel": "helene.pasquier@exemple.fr",
    "motif": "Besoin avéré, conditions remplies\nLes quatre entreprises ont un poste libre dès le mois de mai.",
    "decidee_le": "2026-11-24",
}
AUTORISATION = {
    **DECISION,
    "bon": "BC-2026-00007",
    "composante": 4,
    "bon_emis_le": "2026-09-01T11:20:00+02:00",
    "bon_total": "74812.50",
    "lot_commande": "142812.50",
    "lot_reste": "177187.50",
    "chemin_bon": "/organisme/bons/7/",
    "fiche_a_ecrire": "/organisme/sessions/412/fiche/",
}
PAR_DEROGATION = {
    **AUTORISATION,
    "organisme": COMPETENCES,
    "role": "mandataire",
    "certification": "",
    "derogations": ["Le lieu n’est pas encore au lot."],
    "motif": "Dérogation : lieu ou territoire utile aux stagiaires et aux employeurs\nIl évite un trajet sans car.",
    "suivi_telephone": "",
    "fiche_a_ecrire": "",
}
SOCLE = {**AUTORISATION, "postes": [], "motif": ""}
EMPLOYEUR = {
    **AUTORISATION,
    "intention": "IE-2026-00041",
    "contact": "Claire Heulin",
    "chemin_intention": "/employeur/intentions/41/",
}

PRECISIONS = {
    **INTENTION,
    "demandes": [{"libelle": "Durée du contrat", "commentaire": "Votre annonce parle de huit mois."}],
    "partenaire": "",
    "suivi_par": "Hélène Pasquier",
    "suivi_telephone": "02 61 91 00 12",
    "suivi_courriel": "helene.pasquier@exemple.fr",
    "demande_le": "2026-11-24",
    "chemin": "/employeur/intentions/41/completer/",
}
DEUX_PRECISIONS = {
    **PRECISIONS,
    "demandes": [
        *PRECISIONS["demandes"],
        {"libelle": "Lieu de l’emploi", "commentaire": "L’atelier ou le chantier ?"},
    ],
    "partenaire": "Formaloire Métiers",
    "suivi_telephone": "",
}
CORRIGEE = {
    **INTENTION,
    "changements": [{"libelle": "Nombre de postes", "avant": "2", "apres": "3"}],
    "etat": "Recevable",
    "recevable": True,
    "adressee": True,
}

INTERET = {
    **INTENTION,
    "organisme": "",
    "interesse": "Formaloire Métiers",
    "personne": "Odile Charrier",
    "telephone": "02 41 00 00 12",
    "courriel": "contact@formaloire.example",
    "message": "Une session de soudage s’ouvre à Cholet en janvier.",
    "chemin_choix": "/employeur/intentions/41/organisme/7/",
}
NON_RETENU = {
    "numero": "IE-2026-00041",
    "employeur": "Tôlerie d’Essai & Fils",
    "poste": "Soudeur / Soudeuse",
    "nombre_postes": 2,
    "commune": "Chemillé-en-Anjou (49120)",
    "etait_choisi": False,
}

ABANDON = {
    "partenaire": "nosemplois.fr",
    "adresse": "https://partenaire.example/crochet",
    "numero": "IE-2026-00041",
    "evenement": "intention.recevable",
    "tentatives": 11,
    "derniere_reponse": "500 Internal Server Error",
    "arrete": False,
    "chemin": "/transmettre/api/",
}

COURRIERS = [
    ("webhook_abandonne", ABANDON),
    ("webhook_abandonne", {**ABANDON, "arrete": True, "derniere_reponse": "410 Gone"}),
    *RENDEZ_VOUS,
    *INSTRUCTION,
    *transmissions(INTENTION),
    *fins(INTENTION, DEMANDE),
    *demandes(DEMANDE),
    ("interet_declare", INTERET),
    ("interet_declare", {**INTERET, "contact": "", "message": "", "telephone": "", "nombre_postes": 1}),
    ("interet_non_retenu", NON_RETENU),
    ("interet_non_retenu", {**NON_RETENU, "etait_choisi": True, "nombre_postes": 1}),
    ("precisions_intention", PRECISIONS),
    ("precisions_intention", DEUX_PRECISIONS),
    ("intention_corrigee", CORRIGEE),
    ("intention_corrigee", {**CORRIGEE, "recevable": False, "etat": "Dérogation demandée"}),
    ("intention_corrigee", {**CORRIGEE, "adressee": False}),
    ("accuse_intention", INTENTION),
    ("accuse_intention", {**INTENTION, "organisme": "", "nombre_postes": 1}),
    ("accuse_intention", A_COMPLETER),
    ("accuse_intention", DEROGATION),
    ("accuse_intention", NON_ELIGIBLE),
    ("accuse_intention", {**NON_ELIGIBLE, "orientations": []}),
    ("intention_adressee", INTENTION),
    ("intention_adressee", {**INTENTION, "embauche_souhaitee": "", "formation": ""}),
    ("decision_intention", {**DEROGATION, "accordee": True, "motif": "Travail saisonnier, repris chaque été."}),
    ("decision_intention", {**DEROGATION, "accordee": True, "motif": "Oui.", "organisme": ""}),
    ("decision_intention", {**DEROGATION, "accordee": False, "motif": "Quatre mois d’emploi n’y suffisent pas."}),
    ("decision_intention", {**NON_ELIGIBLE, "accordee": False, "motif": "Ce contrat n’y suffit pas."}),
    ("intention_retiree", {**INTENTION, "motif": "Nous avons trouvé quelqu’un."}),
    ("intention_retiree", {**INTENTION, "motif": "", "nombre_postes": 1}),
    *mandataire(DEMANDE),
    ("autorisation", AUTORISATION),
    ("autorisation", PAR_DEROGATION),
    ("bon_commande", AUTORISATION),
    ("bon_commande", PAR_DEROGATION),
    ("refus_session", DECISION),
    ("complement_session", {**DECISION, "limite": "2026-12-08"}),
    ("session_employeur", EMPLOYEUR),
    (
        "session_employeur",
        {**EMPLOYEUR, "referente": "France Travail Cholet", "referente_courriel": "agence@reseau.example"},
    ),
    ("session_reseau", AUTORISATION),
    ("session_reseau", PAR_DEROGATION),
    ("session_reseau", SOCLE),
    *signatures(DEMANDE),
    *avenants(DEMANDE, DECISION, EMPLOYEUR),
    *COMITES,
    *DONNEES,
    *referents(DEMANDE),
    *PARCOURS,
    *EMBAUCHES,
    *SOURCING,
    *SUIVI,
    *FIN_DE_FORMATION,
    *FACTURES,
    *HEURES,
    *(*AIDES_EMPLOYEUR, *AIDES_REGION),
    *IMPOSSIBLES,
]
