"""The words of a training as it goes: opinions of employers, interruptions, adaptations, pay."""

from django.db import models


class Avis(models.TextChoices):
    """What an employer says of a person it has met (FAQ §5: the employer is involved, the training body decides)."""

    FAVORABLE = "favorable", "Favorable"
    RESERVE = "reserve", "Favorable, avec des réserves"
    DEFAVORABLE = "defavorable", "Défavorable"


class MotifInterruption(models.TextChoices):
    """Why a training stops for a while (CT L6353-10). Nothing about health beyond « arrêt »."""

    ARRET = "arret", "Arrêt de travail ou congé légal"
    FAMILLE = "famille", "Raison familiale"
    STAGE = "stage", "Période en entreprise reportée"
    ORGANISME = "organisme", "Fermeture ou indisponibilité de l’organisme"
    AUTRE = "autre", "Autre raison"


class TypeAmenagement(models.TextChoices):
    """What is arranged for a person. Says what is done, never why: no medical information is asked."""

    RYTHME = "rythme", "Horaires ou rythme aménagés"
    POSTE = "poste", "Poste de travail ou matériel adapté"
    ACCES = "acces", "Accès aux locaux"
    SUPPORTS = "supports", "Supports de formation adaptés"
    AIDE = "aide", "Aide humaine ou interprète"
    EPREUVES = "epreuves", "Épreuves aménagées"


class RegimeRemuneration(models.TextChoices):
    """On what basis a trainee is paid (normes.md §5, CT D6341-24 and following). Not paid here: recorded, exported."""

    ARE = "are", "Allocation de France Travail (AREF, ASF)"
    MOINS_18 = "moins_18", "Moins de 18 ans à l’entrée"
    DE_18_A_25 = "de_18_a_25", "De 18 à 25 ans à l’entrée"
    DES_26 = "des_26", "26 ans ou plus à l’entrée"
    SITUATION_MAJOREE = "situation_majoree", "Moins de 26 ans, montant des 26 ans et plus (cas du code du travail)"
    SALAIRE_ANTERIEUR = "salaire_anterieur", "D’après le salaire antérieur"
    AUCUN = "aucun", "Aucune rémunération"


class MotifRectification(models.TextChoices):
    """Why a declaration is corrected. A list: these lines are kept when the person's data is erased."""

    SAISIE = "saisie", "Erreur de saisie"
    PERSONNE = "personne", "Déclaré pour une autre personne"
    EMARGEMENT = "emargement", "D’après les feuilles d’émargement"
    RETOUR = "retour", "La personne est finalement revenue"
