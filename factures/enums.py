"""The words of invoices, from the draft to the payment."""

from django.db import models


class NatureFacture(models.TextChoices):
    FACTURE = "facture", "Facture"
    AVOIR = "avoir", "Avoir"


class StatutFacture(models.TextChoices):
    """domaine.md §3. A draft is prepared by the system; from « émise » on the content never changes."""

    PROJET = "projet", "Projet"
    EMISE = "emise", "Émise"
    SERVICE_FAIT = "service_fait", "Service fait certifié"
    MANDATEE = "mandatee", "Mandatée"
    PAYEE = "payee", "Payée"
    REJETEE = "rejetee", "Rejetée"


class TransitionFacture(models.TextChoices):
    EMETTRE = "emettre", "Émettre"
    CERTIFIER = "certifier", "Certifier le service fait"
    REVENIR = "revenir", "Revenir sur le service fait"
    REJETER = "rejeter", "Rejeter"
    MANDATER = "mandater", "Mandater"
    PAYER = "payer", "Payer"


class Controle(models.TextChoices):
    """What the mandataire says of a line of the draft."""

    A_VERIFIER = "a_verifier", "À vérifier"
    CONFIRMEE = "confirmee", "Confirmée"
    CONTESTEE = "contestee", "Contestée"


class ServiceFait(models.TextChoices):
    """What the Région says of a line of an invoice."""

    ATTENTE = "attente", "À contrôler"
    ACCEPTE = "accepte", "Service fait"
    REJETE = "rejete", "Service non fait"


class RegimeTva(models.TextChoices):
    """CGI art. 261-4-4° a: vocational training is exempt for public bodies and for those that hold the attestation."""

    EXONERE = "exonere", "Exonéré (attestation 3511-SD, ou organisme public)"
    ASSUJETTI = "assujetti", "Assujetti à la TVA"
