"""What is kept about a person in training, why, who sees it and until when: one table for the person's page, for the
register of the house (pilotage.registre) and for the test that no field escapes it.

Sources: RGPD art. 5, 6, 30; code du travail L6121-1 (the Région trains jobseekers), L6353-9 (only what has a direct
and necessary link with the training), L6341-1 and following (pay), L5212-13 (obligation d'emploi); loi 78-17 art. 8.
"""

from typing import NamedTuple

from referentiels.regles.typographie import composer

MISSION = "Mission d’intérêt public (RGPD, article 6.1.e ; code du travail, article L. 6121-1)"
OBLIGATION = "Obligation légale (RGPD, article 6.1.c)"
TERME = "Douze mois après la dernière échéance de son suivi"
EFFACEUR = "effacer_echus"


class Traitement(NamedTuple):
    """One line of the register. ``champs`` are the fields it is about (« app.Model.champ », or « app.Model » whole);
    ``effacement`` names the function of config.conservation that erases them, empty when an act or a person does."""

    nom: str
    personnes: str
    donnees: str
    champs: tuple[str, ...]
    finalite: str
    base: str
    origine: str
    acces: str
    duree: str
    effacement: str = ""


def composes(*traitements: Traitement) -> tuple[Traitement, ...]:
    """Give the same lines with the no-break spaces of French."""
    return tuple(
        Traitement._make(composer(valeur) if isinstance(valeur, str) else valeur for valeur in traitement)
        for traitement in traitements
    )


def champs(modele: str, *noms: str) -> tuple[str, ...]:
    """Give the full names of fields of one model (« app.Model »)."""
    return tuple(f"{modele}.{nom}" for nom in noms)


SUIVENT = "La structure qui suit la personne, l’organisme de formation, la Région"
STAGIAIRES = composes(
    Traitement(
        "Identité et coordonnées",
        "Stagiaires et candidats",
        "Nom, prénom, date de naissance, courriel, téléphone, commune, identifiant France Travail, structure et "
        "référent qui suivent, refus d’être relancé",
        champs(
            "stagiaires.Stagiaire",
            "nom",
            "prenom",
            "nom_normalise",
            "date_naissance",
            "courriel",
            "telephone",
            "commune",
            "identifiant_ft",
            "structure",
            "referent",
            "sans_relance_le",
            "cree_par",
        ),
        "Proposer une formation, suivre la personne pendant et après, ne pas la confondre avec une autre",
        f"{MISSION} ; lien direct et nécessaire avec la formation (article L. 6353-9)",
        "La structure du Réseau pour l’emploi qui l’accompagne, ou la personne elle-même",
        f"{SUIVENT} ; l’employeur lit le nom, une fois le profil validé",
        TERME,
        EFFACEUR,
    ),
    Traitement(
        "Parcours de formation",
        "Stagiaires et candidats",
        "Session, poste visé, situation avant l’entrée, dates, heures, interruptions, modules, état et raison choisie "
        "dans une liste",
        (),
        "Organiser la formation, payer l’organisme, rendre compte de l’argent public",
        f"{MISSION} ; {OBLIGATION} : comptes publics",
        "Le référent, l’organisme de formation",
        f"{SUIVENT} ; l’employeur du poste",
        "Le nom s’efface à son terme ; le reste, qui ne nomme plus personne, dix ans après le dernier paiement",
    ),
    Traitement(
        "Notes et appels",
        "Stagiaires et candidats",
        "Ce que le référent ou l’organisme écrit, les appels et ce qu’ils ont donné",
        (*champs("parcours.NoteParcours", "texte", "par", "qualite"), *champs("stagiaires.Appel", "note")),
        "Ne pas redemander deux fois la même chose",
        MISSION,
        "Le référent, l’organisme de formation",
        SUIVENT,
        TERME,
        EFFACEUR,
    ),
    Traitement(
        "Avis des employeurs",
        "Candidats rencontrés",
        "Avis et commentaire après une information collective ou une immersion",
        champs("parcours.AvisEmployeur", "commentaire"),
        "Choisir ensemble les personnes admises",
        MISSION,
        "L’employeur qui recrute",
        f"{SUIVENT} ; l’employeur qui l’a écrit",
        TERME,
        EFFACEUR,
    ),
    Traitement(
        "Besoins d’aménagement",
        "Personnes qui le demandent",
        "Ce qui est aménagé ; s’il y a obligation d’emploi, qu’un justificatif a été vu et quand. Ni certificat, ni "
        "mot médical",
        champs("parcours.Amenagement", "boe", "preuve_vue_le", "mesures", "saisi_par"),
        "Adapter la formation",
        "Donnée de santé : mesures de droit du travail et protection sociale (RGPD, article 9.2.b)",
        "La personne elle-même",
        "La structure qui la suit et l’organisme de formation, sur une seule page dont chaque lecture est notée",
        f"{TERME}, ou dès que la personne le demande",
        EFFACEUR,
    ),
    Traitement(
        "Rémunération",
        "Stagiaires",
        "Régime, base et estimation",
        champs(
            "parcours.Remuneration",
            "regime",
            "base",
            "heures_mois",
            "estimation",
            "bareme_au",
            "texte",
            "saisie_par",
            "exportee_avant_le",
            "exportee_le",
        ),
        "Transmettre les éléments à l’organisme payeur",
        f"{OBLIGATION} : articles L. 6341-1 et suivants du code du travail",
        "L’organisme de formation",
        "L’organisme de formation, la Région, l’organisme payeur",
        TERME,
        EFFACEUR,
    ),
    Traitement(
        "Feuilles d’émargement et relevés signés",
        "Stagiaires",
        "Nom et signature, par demi-journée, sur les feuilles scannées ; jamais la raison d’une absence",
        (),
        "Prouver que les heures facturées ont été faites",
        f"{OBLIGATION} : service fait, comptes publics",
        "L’organisme de formation",
        "L’organisme de formation, la Région",
        "Effacés avec la dernière personne qu’ils nomment",
        EFFACEUR,
    ),
    Traitement(
        "Suivi après la formation",
        "Stagiaires sortis",
        "Situation à la fin, puis à un, trois et six mois, selon le référent, le stagiaire et l’employeur ; embauche",
        (),
        "Mesurer si la formation mène à l’emploi",
        MISSION,
        "Le référent, le stagiaire, l’employeur",
        "La structure qui suit, la Région ; l’employeur, ce qu’il a répondu",
        "Le nom s’efface à son terme ; les réponses, qui ne nomment plus personne, restent pour les taux",
    ),
    Traitement(
        "Avis du stagiaire",
        "Stagiaires sortis",
        "Cinq notes, un commentaire, la réponse de l’organisme",
        champs("insertion.AvisStagiaire", "commentaire", "reponse"),
        "Améliorer les formations",
        MISSION,
        "Le stagiaire, l’organisme de formation",
        "Publié sans nom, après lecture par la Région",
        f"{TERME} pour les textes ; les notes, sans nom, restent",
        EFFACEUR,
    ),
    Traitement(
        "Consultations",
        "Qui ouvre la fiche d’une personne",
        "Qui, en quelle qualité, quelle page, quand",
        champs("stagiaires.Consultation", "par", "qualite", "page", "le"),
        "Savoir qui a lu quoi",
        f"{OBLIGATION} : sécurité des données (RGPD, article 32)",
        "Le service",
        "La structure qui suit, la Région, la personne elle-même",
        "Douze mois",
        "oublier_consultations",
    ),
    Traitement(
        "Courriels, textos et documents à son sujet",
        "Stagiaires et candidats, et qui s’en occupe",
        "Adresse ou numéro, ce que dit le message ou l’attestation",
        ("noyau.Texto",),
        "Prévenir, demander des nouvelles, attester",
        MISSION,
        "Le service",
        "Le destinataire, la Région",
        f"{TERME} ; d’une attestation, il reste la preuve qu’elle était vraie, sans le nom",
        EFFACEUR,
    ),
)

# Fields of people's tables that name nobody once the person's own are empty: kept for the rates and the accounts.
CONSERVES: frozenset[str] = frozenset(
    {
        *champs("stagiaires.Stagiaire", "cree_le", "modifie_le", "efface_le"),
        *champs("stagiaires.Consultation", "stagiaire"),
        *champs("stagiaires.Appel", "stagiaire", "par", "le", "resultat", "rappeler_le", "envoi"),
        *champs("parcours.NoteParcours", "parcours", "le"),
        *champs("parcours.AvisEmployeur", "parcours", "employeur", "avis", "par", "le"),
        *champs("parcours.Amenagement", "parcours", "saisi_le"),
        *champs("parcours.Remuneration", "parcours", "saisie_le"),
        *champs("parcours.Interruption", "parcours", "debut", "fin", "motif", "declaree_par", "declaree_le"),
        *champs("parcours.ModuleParcours", "parcours", "rang", "intitule", "heures"),
        *champs(
            "parcours.BilanSession", "session", "deroulement", "acquis", "suites", "certifies", "presentes", "par",
            "le",
        ),
        *champs("insertion.Suivi", "parcours", "echeance", "prevu_le", "clos_le", "repondu"),
        *champs(
            "insertion.Reponse", "suivi", "source", "situation", "chez_l_employeur", "debut", "voie", "par", "le"
        ),
        *champs("insertion.Relance", "suivi", "source", "rang", "le"),
        *champs(
            "insertion.Embauche", "parcours", "embauche", "contrat_type", "duree_mois", "debut", "fin",
            "heures_hebdo", "ecarts", "raison", "voie", "par", "le",
        ),
        *champs(
            "insertion.AvisStagiaire", "parcours", "organisme", "statut", "accueil", "contenu", "formateurs", "moyens",
            "accompagnement", "repondu_par", "repondu_le", "reponse_publiee_le", "reponse_ecart", "le",
        ),
        *champs(
            "sessions_formation.Parcours", "stagiaire", "session", "intention", "poste", "statut", "structure",
            "positionne_par", "valideur", "situation", "fin_contrat_siae", "projet", "progression_compatible",
            "remplace", "attente_le", "debut", "fin", "heures", "heures_hebdo", "temps_partiel", "entre_le",
            "sorti_le", "motif", "verdict", "constats", "juge_le", "cree_le", "modifie_le",
        ),
    }
)  # fmt: skip
