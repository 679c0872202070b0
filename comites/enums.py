"""The words of the committees (PRES, « Remontée de besoins », « Retour de la décision d'achat »)."""

from django.db import models


class NatureComite(models.TextChoices):
    """Which of the two meetings: needs go up from the first, decisions come back down from the second."""

    LOCAL = "comite_local", "Comité local formation"
    TECHNIQUE = "groupe_technique", "Groupe technique formation"


class StatutComite(models.TextChoices):
    PREPARE = "prepare", "En préparation"
    TENU = "tenu", "Séance ouverte"
    CLOS = "clos", "Clos"


class TransitionComite(models.TextChoices):
    TENIR = "tenir", "Ouvrir la séance"
    REVENIR = "revenir", "Revenir à la préparation"
    CLORE = "clore", "Clore"


class NaturePoint(models.TextChoices):
    """What a point of the agenda is about; the order is that of the agenda."""

    DEMANDE = "demande", "Demandes de session"
    AVENANT = "avenant", "Demandes sur des sessions commandées"
    DEROGATION = "derogation", "Dérogations demandées par des employeurs"
    BESOIN = "besoin", "Besoins qui remontent"
    ATTENTE = "attente", "Intentions qui attendent depuis longtemps"
    PLACES = "places", "Sessions où il reste des places"
    DECISION = "decision", "Décisions à rapporter"
    LOT = "lot", "Lots à surveiller"
    LIBRE = "libre", "Autres points"


# Nobody but officers reads these: an employer's derogation may tell of a disability, a lot of its money.
RESERVES = frozenset({NaturePoint.DEROGATION, NaturePoint.LOT})


class Issue(models.TextChoices):
    """What the meeting said of a point."""

    FAVORABLE = "favorable", "Favorable"
    DEFAVORABLE = "defavorable", "Défavorable"
    A_COMPLETER = "a_completer", "À compléter"
    AJOURNE = "ajourne", "Ajourné"
    NOTE = "note", "Noté"
