"""The words of an aid after hiring, from the draft to the payment."""

from django.db import models


class TypeAide(models.TextChoices):
    """The aids after hiring (PRES)."""

    FORMATION = "pef", "Parcours emploi Formation"
    TUTORAT = "pet_tutorat", "Parcours emploi Tutorat"
    AFEST = "pet_afest", "Parcours emploi Tutorat, en Afest"


class StatutAide(models.TextChoices):
    """domaine.md §3, and two ends it does not name: the employer gives the aid up before it is paid; the bilan shows
    that nothing is due."""

    BROUILLON = "brouillon", "Brouillon"
    DEPOSEE = "deposee", "Déposée"
    A_COMPLETER = "a_completer", "À compléter"
    ACCORDEE = "accordee", "Accordée"
    REFUSEE = "refusee", "Refusée"
    FORMATION_REALISEE = "formation_realisee", "Formation réalisée"
    PAYEE = "payee", "Payée"
    SANS_PAIEMENT = "sans_paiement", "Close, rien n’est dû"
    ABANDONNEE = "abandonnee", "Abandonnée"


class TransitionAide(models.TextChoices):
    DEPOSER = "deposer", "Déposer"
    DEMANDER_COMPLEMENT = "demander_complement", "Demander un complément"
    COMPLETER = "completer", "Compléter"
    ACCORDER = "accorder", "Accorder"
    REFUSER = "refuser", "Refuser"
    DECLARER_REALISEE = "declarer_realisee", "Envoyer le bilan"
    REPRENDRE_BILAN = "reprendre_bilan", "Faire corriger le bilan"
    PAYER = "payer", "Noter le paiement"
    CLORE = "clore", "Clore sans payer"
    ABANDONNER = "abandonner", "Abandonner"


class NatureSequence(models.TextChoices):
    """What is done during a line of the plan de formation, by kind of aid."""

    COURS = "cours", "Cours, avec l’organisme"
    PRATIQUE = "pratique", "Travaux pratiques, avec l’organisme"
    DEMONSTRATION = "demonstration", "Le tuteur montre"
    ACCOMPAGNEMENT = "accompagnement", "La personne fait, le tuteur accompagne"
    SITUATION = "situation", "Situation de travail apprenante (Afest)"
    REFLEXION = "reflexion", "Retour sur ce qui a été fait (Afest)"
    EVALUATION = "evaluation", "Vérification des acquis"


class CategoriePiece(models.TextChoices):
    """What a proof attached to a request is. Which are required: ``aides.regles.pieces``."""

    OFFRE = "aide_offre", "Offre d’emploi diffusée"
    CONTRAT = "aide_contrat", "Contrat de travail signé"
    INSCRIPTION = "aide_inscription", "Inscription à France Travail à l’embauche"
    PLAN = "aide_plan", "Plan de formation signé"
    DEVIS = "aide_devis", "Devis ou convention de l’organisme"
    RIB = "aide_rib", "Relevé d’identité bancaire"
    FACTURE = "aide_facture", "Facture acquittée de l’organisme"
    REALISATION = "aide_realisation", "Certificat de réalisation ou feuilles d’émargement"
    BULLETIN = "aide_bulletin", "Dernier bulletin de salaire"
    AUTRE = "aide_autre", "Autre pièce"
