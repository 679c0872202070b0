"""What may wait in the life of a post, in the order it meets them; for whom, and since when it counts."""

from enum import StrEnum
from typing import NamedTuple


class Nature(StrEnum):
    """What files are: each has its own page in the administration."""

    INTENTIONS = "intentions"
    SESSIONS = "sessions"
    FACTURES = "factures"


class Attente(StrEnum):
    """A wait; the value is what addresses hold."""

    INTENTION_A_COMPLETER = "intention_a_completer"
    INTENTION_A_CONFIRMER = "intention_a_confirmer"
    DEROGATION = "derogation"
    ORGANISME_CHOISI = "organisme_choisi"
    PERSONNE_NE_PREND = "personne_ne_prend"
    MANDATAIRE = "mandataire"
    A_DECIDER = "a_decider"
    SESSION_A_COMPLETER = "session_a_completer"
    PLACES_LIBRES = "places_libres"
    HEURES = "heures"
    SUIVI = "suivi"
    EMBAUCHE = "embauche"
    FACTURE_A_EMETTRE = "facture_a_emettre"
    FACTURE_A_CERTIFIER = "facture_a_certifier"
    FACTURE_A_PAYER = "facture_a_payer"


class Mots(NamedTuple):
    """How a wait is said: its title, what its files are, one sentence on what counts and since when."""

    titre: str
    nature: Nature
    definition: str


MOTS = {
    Attente.INTENTION_A_COMPLETER: Mots(
        "Intentions à compléter",
        Nature.INTENTIONS,
        "Intentions qui attendent des réponses de qui les a déposées, depuis qu’elles lui sont demandées.",
    ),
    Attente.INTENTION_A_CONFIRMER: Mots(
        "Intentions à confirmer par l’employeur",
        Nature.INTENTIONS,
        "Intentions transmises pour un employeur qui ne les a pas encore confirmées, depuis la demande.",
    ),
    Attente.DEROGATION: Mots(
        "Dérogations à trancher",
        Nature.INTENTIONS,
        "Intentions qui attendent qu’un agent accorde ou refuse une dérogation, depuis qu’elles sont jugées.",
    ),
    Attente.ORGANISME_CHOISI: Mots(
        "Intentions adressées, sans demande de session",
        Nature.INTENTIONS,
        "Intentions recevables dont l’employeur a choisi un organisme, qui n’a pas encore demandé de session.",
    ),
    Attente.PERSONNE_NE_PREND: Mots(
        "Intentions que personne ne prend",
        Nature.INTENTIONS,
        "Intentions recevables, sans organisme choisi, qu’aucune demande de session ne retient.",
    ),
    Attente.MANDATAIRE: Mots(
        "Demandes qui attendent le mandataire",
        Nature.SESSIONS,
        "Demandes de session d’un sous-traitant, que le mandataire du groupement n’a pas encore approuvées.",
    ),
    Attente.A_DECIDER: Mots(
        "Demandes à décider par la Région",
        Nature.SESSIONS,
        "Demandes de session complètes que la Région n’a pas encore autorisées ni refusées.",
    ),
    Attente.SESSION_A_COMPLETER: Mots(
        "Demandes à compléter par l’organisme",
        Nature.SESSIONS,
        "Demandes de session dont la Région attend un complément, depuis qu’elle l’a demandé.",
    ),
    Attente.PLACES_LIBRES: Mots(
        "Sessions proches avec des places libres",
        Nature.SESSIONS,
        "Sessions commandées qui commencent bientôt et où moins de personnes sont admises que de places commandées ; "
        "en retard dans les derniers jours.",
    ),
    Attente.HEURES: Mots(
        "Sessions dont les heures ne sont pas déclarées",
        Nature.SESSIONS,
        "Sessions dont un mois fini au moins attend sa déclaration d’heures, depuis le premier jour du mois suivant.",
    ),
    Attente.SUIVI: Mots(
        "Sessions dont un suivi est sans réponse",
        Nature.SESSIONS,
        "Sessions dont une personne sortie au moins a un suivi arrivé à son jour, sans réponse de personne.",
    ),
    Attente.EMBAUCHE: Mots(
        "Embauches à déclarer",
        Nature.INTENTIONS,
        "Intentions dont une personne formée au moins est sortie sans que l’employeur dise s’il l’embauche.",
    ),
    Attente.FACTURE_A_EMETTRE: Mots(
        "Factures à émettre par le mandataire",
        Nature.FACTURES,
        "Projets de facture prêts, depuis le premier jour du mois qui suit celui qu’ils facturent.",
    ),
    Attente.FACTURE_A_CERTIFIER: Mots(
        "Factures à contrôler par la Région",
        Nature.FACTURES,
        "Factures émises dont le service fait n’est pas encore certifié, depuis leur émission.",
    ),
    Attente.FACTURE_A_PAYER: Mots(
        "Factures à payer",
        Nature.FACTURES,
        "Factures certifiées que les finances n’ont pas encore payées ; en retard passé leur échéance.",
    ),
}
