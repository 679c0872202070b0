"""An e-mail to send: the facts of an intention that reaches a training body."""

from contextlib import contextmanager, suppress

from django.db import transaction

INTENTION = {
    "numero": "IE-2026-00001",
    "deposee_le": "2026-11-09T17:31:00+01:00",
    "contact": "Claire Heulin",
    "employeur": "Tôlerie d’essai",
    "siret": "73282932000074",
    "employeur_adresse": "3 rue des Forges",
    "employeur_ville": "49120 Chemillé-en-Anjou",
    "poste": "Soudeur / Soudeuse",
    "secteur": "inter-industrie",
    "commune": "Chemillé-en-Anjou (49120)",
    "contrat": "CDI, 35 h",
    "nombre_postes": 2,
    "embauche_souhaitee": "2027-05-03",
    "formation": "Soudage",
    "etapes": ["Accueil en stage"],
    "organisme": "Formaloire Métiers",
    "verdict": "eligible",
    "issue": "Votre intention est recevable",
    "points": [],
    "chemin": "/employeur/intentions/1/",
}


class DecisionAnnulee(Exception):
    """Raised at the end of a transaction that must leave nothing behind."""


@contextmanager
def decision_annulee():
    """A transaction that is rolled back at its end, whatever was done in it."""
    with suppress(DecisionAnnulee), transaction.atomic():
        yield
        raise DecisionAnnulee
