"""The words of an intention d'embauche (domaine.md §1, §3)."""

from django.db import models


class TypeContrat(models.TextChoices):
    CDI = "cdi", "CDI"
    CDD = "cdd", "CDD"
    CDI_INTERIMAIRE = "cdi_interimaire", "CDI intérimaire"
    CDPI = "cdpi", "Contrat de développement professionnel intérimaire (CDPI)"
    ETTI = "etti", "Contrat en entreprise de travail temporaire d’insertion (ETTI)"
    INTERIM = "interim", "Intérim"
    APPRENTISSAGE = "apprentissage", "Apprentissage"
    PROFESSIONNALISATION = "professionnalisation", "Professionnalisation"
    CIE = "cie", "Contrat initiative emploi (CIE)"
    CREATION_ENTREPRISE = "creation_entreprise", "Création d’entreprise"
    INDEPENDANT = "independant", "Travail indépendant"
    CESU = "cesu", "Chèque emploi-service universel (Cesu)"


SANS_TERME = frozenset({TypeContrat.CDI, TypeContrat.CDI_INTERIMAIRE})


class Etape(models.TextChoices):
    INFORMATION_COLLECTIVE = "information_collective", "Réunion d’information des candidats"
    AVIS_PARCOURS = "avis_parcours", "Avis sur le contenu de la formation"
    RECRUTEMENT = "recrutement", "Choix des candidats"
    STAGE = "stage", "Accueil en stage"
    JURY = "jury", "Jury de fin de formation"


class StatutIntention(models.TextChoices):
    BROUILLON = "brouillon", "Brouillon"
    DEPOSEE = "deposee", "Déposée"
    A_COMPLETER = "a_completer", "À compléter"
    DEROGATION_DEMANDEE = "derogation_demandee", "Dérogation demandée"
    RECEVABLE = "recevable", "Recevable"
    ENGAGEE = "engagee", "Engagée"
    SATISFAITE = "satisfaite", "Satisfaite"
    REFUSEE = "refusee", "Refusée"
    DESISTEE = "desistee", "Désistement"
    EXPIREE = "expiree", "Expirée"
    CLASSEE = "classee", "Classée"


class TransitionIntention(models.TextChoices):
    DEPOSER = "deposer", "Déposer"
    RECEVOIR = "recevoir", "Déclarer recevable"
    DEMANDER_COMPLEMENT = "demander_complement", "Demander un complément"
    COMPLETER = "completer", "Compléter"
    DEMANDER_DEROGATION = "demander_derogation", "Soumettre à dérogation"
    ACCORDER_DEROGATION = "accorder_derogation", "Accorder la dérogation"
    REFUSER = "refuser", "Refuser"
    ENGAGER = "engager", "Engager"
    LIBERER = "liberer", "Libérer"
    SATISFAIRE = "satisfaire", "Déclarer satisfaite"
    REPRENDRE = "reprendre", "Reprendre"
    SE_DESISTER = "se_desister", "Retirer"
    EXPIRER = "expirer", "Laisser expirer"
    CLASSER = "classer", "Classer"
    CORRIGER = "corriger", "Corriger"


class Canal(models.TextChoices):
    """Who brought the intention (PRES, « L'intention d'embauche »)."""

    EMPLOYEUR = "employeur", "L’employeur"
    ORGANISME = "organisme", "Un organisme de formation"
    RESEAU = "reseau", "Le Réseau pour l’emploi"
    OPCO = "opco", "Un Opco"
    REGION = "region", "La Région"
    NOSEMPLOIS = "nosemplois", "nosemplois.fr"


class OrigineEcrit(models.TextChoices):
    """What stands for the employer's writing (I-ECRIT, FAQ §6)."""

    DEPOT = "depot", "Déposée par l’employeur"
    LIEN = "lien", "Confirmée par l’employeur, par son lien personnel"
    COMPTE = "compte", "Confirmée par l’employeur, depuis son compte"
    PIECE = "piece", "Écrit de l’employeur joint"


class DroitApi(models.TextChoices):
    """What a key of the API may do."""

    LIRE = "intentions:lire", "Lire ses intentions"
    DEPOSER = "intentions:deposer", "Déposer des intentions"
    RETIRER = "intentions:retirer", "Retirer ses intentions"
    ABONNER = "webhooks:gerer", "Gérer ses abonnements"
    # For training bodies alone: the API of hours refuses the key of anybody else (heures.api).
    HEURES = "heures:declarer", "Déclarer les heures de ses stagiaires"
