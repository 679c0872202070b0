"""The words of the purchase of training (domaine.md §1, §3)."""

from django.db import models


class TypeSession(models.TextChoices):
    INTENTION = "intention", "Sur intention d’embauche"
    SOCLE = "socle", "Socle"


class RoleGroupement(models.TextChoices):
    """What a training body is in a groupement (FAQ §2, §9)."""

    MANDATAIRE = "mandataire", "Mandataire"
    COTRAITANT = "cotraitant", "Cotraitant"
    SOUS_TRAITANT = "sous_traitant", "Sous-traitant"


class StatutSession(models.TextChoices):
    BROUILLON = "brouillon", "Brouillon"
    DEMANDEE = "demandee", "Demandée"
    ATTENTE_MANDATAIRE = "attente_mandataire", "Attend le mandataire"
    EN_INSTRUCTION = "en_instruction", "En instruction"
    A_COMPLETER = "a_completer", "À compléter"
    AUTORISEE = "autorisee", "Autorisée"
    PUBLIEE = "publiee", "Publiée"
    DEMARREE = "demarree", "Démarrée"
    TERMINEE = "terminee", "Terminée"
    SOLDEE = "soldee", "Soldée"
    REFUSEE = "refusee", "Refusée"
    ANNULEE = "annulee", "Annulée"


class TransitionSession(models.TextChoices):
    DEMANDER = "demander", "Demander l’ouverture"
    SOUMETTRE_MANDATAIRE = "soumettre_mandataire", "Soumettre au mandataire"
    ACCORD_MANDATAIRE = "accord_mandataire", "Donner l’accord du mandataire"
    REFUSER_MANDATAIRE = "refuser_mandataire", "Refuser en tant que mandataire"
    INSTRUIRE = "instruire", "Mettre en instruction"
    DEMANDER_COMPLEMENT = "demander_complement", "Demander un complément"
    COMPLETER = "completer", "Compléter"
    AUTORISER = "autoriser", "Autoriser"
    REFUSER = "refuser", "Refuser"
    PUBLIER = "publier", "Publier"
    DEMARRER = "demarrer", "Démarrer"
    TERMINER = "terminer", "Terminer"
    SOLDER = "solder", "Solder"
    ANNULER = "annuler", "Annuler"
    RETIRER = "retirer", "Retirer la demande"


class MotifDecision(models.TextChoices):
    """Reasons an officer picks from, beside the free text."""

    BESOIN_AVERE = "besoin_avere", "Besoin avéré, conditions remplies"
    DEROGATION_LIEU = "derogation_lieu", "Dérogation : lieu ou territoire utile aux stagiaires et aux employeurs"
    DEROGATION_PRIX = "derogation_prix", "Dérogation : prix justifié par le contenu de la formation"
    POSTES_INSUFFISANTS = "postes_insuffisants", "Il manque des postes"
    DOSSIER_INCOMPLET = "dossier_incomplet", "Une information manque ou se contredit"
    HORS_LOT = "hors_lot", "La session ne relève pas de ce lot"
    PLAFOND_ATTEINT = "plafond_atteint", "Le maximum du lot serait dépassé"
    SESSION_EXISTANTE = "session_existante", "Une session proche peut accueillir ces stagiaires"
    SANS_REPONSE = "sans_reponse", "Le complément demandé n’est pas venu"
    AUTRE = "autre", "Autre motif"


class Presence(models.TextChoices):
    """Whether an employer came to a step."""

    PRESENT = "present", "Présent"
    EXCUSE = "excuse", "Excusé"
    ABSENT = "absent", "Absent"


class StatutParcours(models.TextChoices):
    """Where a person stands, in words that say nothing of its gender: they are read beside its name."""

    POSITIONNE = "positionne", "Candidature proposée"
    PROFIL_VALIDE = "profil_valide", "Profil validé"
    ADMIS = "admis", "Admission prononcée"
    NON_RETENU = "non_retenu", "Candidature non retenue"
    ENTRE = "entre", "En formation"
    TERMINE = "termine", "Formation terminée"
    ABANDON = "abandon", "Abandon"
    SORTIE_EMPLOI = "sortie_emploi", "Sortie pour un emploi"
    EXCLU = "exclu", "Exclusion"


class TransitionParcours(models.TextChoices):
    VALIDER_PROFIL = "valider_profil", "Valider le profil"
    ADMETTRE = "admettre", "Admettre"
    NE_PAS_RETENIR = "ne_pas_retenir", "Ne pas retenir"
    RETIRER = "retirer", "Retirer la candidature"
    FAIRE_ENTRER = "faire_entrer", "Déclarer l’entrée"
    TERMINER = "terminer", "Déclarer la fin"
    ABANDONNER = "abandonner", "Déclarer l’abandon"
    SORTIR_POUR_EMPLOI = "sortir_pour_emploi", "Déclarer la sortie pour un emploi"
    EXCLURE = "exclure", "Déclarer l’exclusion"
    REPRENDRE = "reprendre", "Annuler une sortie déclarée par erreur"
    REVENIR_ADMIS = "revenir_admis", "Annuler une entrée ou un abandon déclaré par erreur"


class MotifParcours(models.TextChoices):
    """Why a parcours ended, or never began. A list, and no free text: these lines are kept when the person's data is
    erased, and what is typed by hand may tell of somebody's health."""

    PLACES_PRISES = "places_prises", "Plus de place dans la session"
    PREREQUIS = "prerequis", "Les prérequis ne sont pas réunis"
    PROJET = "projet", "Le projet ne correspond pas au métier visé"
    AUTRE_FORMATION = "autre_formation", "La personne a choisi une autre formation"
    SANS_NOUVELLES = "sans_nouvelles", "Sans nouvelles de la personne"
    CHANGE_AVIS = "change_avis", "La personne a changé d’avis"
    EMPLOI = "emploi", "La personne a trouvé un emploi"
    MOBILITE = "mobilite", "Le trajet ou l’hébergement n’est pas possible"
    FAMILLE = "famille", "Raison familiale ou de garde d’enfant"
    FORCE_MAJEURE = "force_majeure", "Force majeure"
    ABSENCES = "absences", "Absences répétées sans raison donnée"
    REGLEMENT = "reglement", "Manquement au règlement intérieur"
    EMPLOYEUR = "employeur", "L’employeur ne recrute plus"
    SESSION_ANNULEE = "session_annulee", "La session est annulée"
    AUTRE = "autre", "Autre raison"


class Situation(models.TextChoices):
    """What the person does before the session, in the words of the rules (T-STATUT)."""

    DEMANDEUR_EMPLOI = "demandeur_emploi", "Demandeuse ou demandeur d’emploi"
    SALARIE_SIAE = "salarie_siae", "En contrat dans une structure d’insertion"
    SALARIE = "salarie", "Salariée ou salarié"


class Projet(models.TextChoices):
    """What the person wants after it, in the words of the rules (T-PROJET)."""

    SALARIAT = "salariat", "Être salariée ou salarié"
    CREATION = "creation", "Créer son entreprise"


class NatureAvenant(models.TextChoices):
    """What an amendment to a bon de commande does to its composantes (FAQ §7)."""

    PARCOURS = "parcours", "Parcours supplémentaires"
    HEURES = "heures", "Heures supplémentaires"
    FONGIBILITE = "fongibilite", "Heures déplacées entre sessions du lot"
    ANNULATION = "annulation", "Annulation de la session"


class StatutDemandeAvenant(models.TextChoices):
    DEPOSEE = "deposee", "Déposée"
    ACCORDEE = "accordee", "Accordée"
    REFUSEE = "refusee", "Refusée"
    RETIREE = "retiree", "Retirée"


class TransitionDemandeAvenant(models.TextChoices):
    ACCORDER = "accorder", "Accorder"
    REFUSER = "refuser", "Refuser"
    RETIRER = "retirer", "Retirer"


class StatutLigneDecision(models.TextChoices):
    """Where one file of a decision taken on several stands."""

    A_FAIRE = "a_faire", "À faire"
    FAITE = "faite", "Faite"
    REFUSEE = "refusee", "Pas possible"


class StatutDecision(models.TextChoices):
    """What may be decided on several requests at once."""

    AUTORISER = "autoriser", "Autoriser"
    COMPLETER = "completer", "Demander un complément"
    REFUSER = "refuser", "Refuser"


class Deroule(models.TextChoices):
    """How a group goes through the programme (LHÉO 2.3, parcours-de-formation)."""

    GROUPE = "groupe", "Tout le groupe suit le même programme"
    INDIVIDUALISE = "individualise", "Programme propre à chaque personne"
    MODULARISE = "modularise", "Modules au choix"
    MIXTE = "mixte", "Une partie commune, une partie propre à chacun"


class ModaliteEnseignement(models.TextChoices):
    """LHÉO 2.3, modalites-enseignement."""

    PRESENTIEL = "presentiel", "Sur place"
    MIXTE = "mixte", "En partie à distance"
    DISTANCE = "distance", "Entièrement à distance"


class NiveauEntree(models.TextChoices):
    """What one must have reached to enter (LHÉO 2.3, niveaux; the codes are those of the standard)."""

    SANS = "1", "Sans niveau particulier"
    MAITRISE = "11", "Maîtrise des savoirs de base (niveau 1)"
    SOCLE = "12", "Socle de connaissances (niveau 2)"
    CAP = "13", "CAP, BEP (niveau 3)"
    BAC = "14", "Bac (niveau 4)"
    BAC_2 = "15", "Bac + 2 (niveau 5)"
    BAC_3 = "16", "Bac + 3 ou 4 (niveau 6)"
    BAC_5 = "17", "Bac + 5 (niveau 7)"
    DOCTORAT = "18", "Doctorat (niveau 8)"


class EtatDiffusion(models.TextChoices):
    """What the Cariforef is told of a session."""

    OUVERTE = "ouverte", "On peut y entrer"
    FERMEE = "fermee", "Commencée, on n’y entre plus"
    TERMINEE = "terminee", "Terminée"
    ANNULEE = "annulee", "Annulée"
