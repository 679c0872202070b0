"""The words of a person who follows a training, and of the calls to them."""

from django.db import models


class ResultatAppel(models.TextChoices):
    """What came of a call (pairs: « unreachable » is a date and a choice, not a state of the person)."""

    JOINT = "joint", "Contact établi"
    A_RAPPELER = "a_rappeler", "À rappeler"
    INJOIGNABLE = "injoignable", "Injoignable"


class Lecture(models.TextChoices):
    """What of a person's file was opened."""

    FICHE = "fiche", "Fiche du stagiaire"
    DONNEES = "donnees", "Données personnelles"
    EXPORT = "export", "Export des données"
    AMENAGEMENT = "amenagement", "Besoins d’aménagement"
    LISTE = "liste", "Export d’une liste"


class MotifEffacement(models.TextChoices):
    """Why a person's data is erased before its term. A list, and no free text: the line stays in the journal."""

    DEMANDE = "demande", "La personne l’a demandé"
    ERREUR = "erreur", "La fiche a été créée par erreur"
    DOUBLON = "doublon", "La fiche est en double"
