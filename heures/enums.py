"""The words of the hours that training bodies declare."""

from django.db import models


class StatutReleve(models.TextChoices):
    OUVERT = "ouvert", "À déclarer"
    DECLARE = "declare", "Déclaré"


class TransitionReleve(models.TextChoices):
    DECLARER = "declarer", "Déclarer"
    ROUVRIR = "rouvrir", "Corriger"


class Saisie(models.TextChoices):
    """How hours came in."""

    TABLEAU = "tableau", "Saisies dans le tableau"
    FICHIER = "fichier", "Reçues par fichier"
    API = "api", "Reçues par l’interface (API)"


class MotifCorrection(models.TextChoices):
    """Why hours already invoiced change. A list: free words about absences may tell of somebody's health."""

    ERREUR = "erreur", "Erreur de saisie"
    ABSENCE = "absence", "Absence connue après coup"
    RATTRAPAGE = "rattrapage", "Heures rattrapées"
    CONTROLE = "controle", "Contrôle du service fait"
    SORTIE = "sortie", "Sortie connue après coup"
