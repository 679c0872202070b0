"""The words of what comes after a training: follow-up, hires, opinions."""

from django.db import models


class Echeance(models.IntegerChoices):
    """When a person's situation is asked, in months after the end (domaine.md §6)."""

    FIN = 0, "À la fin de la formation"
    UN_MOIS = 1, "1 mois après"
    TROIS_MOIS = 3, "3 mois après"
    SIX_MOIS = 6, "6 mois après"


class Source(models.TextChoices):
    """Who answers: three, side by side; what they say is shown, never averaged."""

    REFERENT = "referent", "Le référent"
    STAGIAIRE = "stagiaire", "Le stagiaire"
    EMPLOYEUR = "employeur", "L’employeur"


class SituationSuivi(models.TextChoices):
    """What the person does on the day it is asked (normes.md §3)."""

    CDI = "cdi", "En CDI"
    CDD_LONG = "cdd_long", "En CDD de 6 mois ou plus"
    CDD_COURT = "cdd_court", "En CDD d’un mois à moins de 6 mois"
    CDD_TRES_COURT = "cdd_tres_court", "En CDD de moins d’un mois"
    INTERIM_LONG = "interim_long", "En intérim, un mois ou plus"
    INTERIM_COURT = "interim_court", "En intérim, moins d’un mois ou durée inconnue"
    ALTERNANCE = "alternance", "En apprentissage ou en contrat de professionnalisation"
    CREATION = "creation", "À son compte"
    FORMATION = "formation", "Dans une autre formation"
    RECHERCHE = "recherche", "En recherche d’emploi"
    AUTRE = "autre", "Dans une autre situation"


class Voie(models.TextChoices):
    """By what way an answer came."""

    COMPTE = "compte", "Depuis son compte"
    LIEN = "lien", "Par son lien personnel"
    TELEPHONE = "telephone", "Au téléphone"


class StatutAvis(models.TextChoices):
    A_MODERER = "a_moderer", "À modérer"
    PUBLIE = "publie", "Publié"
    ECARTE = "ecarte", "Commentaire écarté"


class TransitionAvis(models.TextChoices):
    PUBLIER = "publier", "Publier"
    ECARTER = "ecarter", "Écarter le commentaire"


class RaisonSansEmbauche(models.TextChoices):
    """Why an employer does not hire the person it had promised a post to. A list: nothing is typed about anybody."""

    COMPETENCES = "competences", "Les compétences attendues ne sont pas acquises"
    REFUS = "refus", "La personne a refusé le poste"
    AILLEURS = "ailleurs", "La personne travaille ou se forme ailleurs"
    SANS_NOUVELLES = "sans_nouvelles", "La personne ne donne plus de nouvelles"
    ACTIVITE = "activite", "L’activité ne permet plus d’embaucher"
    POURVU = "pourvu", "Le poste est pourvu par quelqu’un d’autre"
    REPORT = "report", "L’embauche est reportée, sans date"
    AUTRE = "autre", "Autre raison"


class RaisonEcart(models.TextChoices):
    """Why a comment, or the answer to it, is not shown. A list: the journal keeps it for good."""

    NOMME = "nomme", "Une personne est nommée, ou facile à reconnaître"
    INJURE = "injure", "Propos injurieux ou discriminatoires"
    PRIVE = "prive", "Santé ou vie privée"
    HORS_SUJET = "hors_sujet", "Sans rapport avec la formation"
    AUTRE = "autre", "Autre raison"
