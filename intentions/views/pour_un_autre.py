"""The same steps in words of the third person, for whoever writes an intention for an employer."""

from typing import Any

from django.urls import reverse

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer

QUESTIONS = {
    "etablissement": composer("Quel employeur recrute ?"),
    "poste": composer("Quel poste l’employeur propose-t-il ?"),
    "contrat": composer("Quel contrat l’employeur propose-t-il ?"),
    "participation": composer("À quoi l’employeur prendra-t-il part, et quelle formation souhaite-t-il ?"),
    "verifier": "Vérifiez et transmettez l’intention",
}
TITRES = {"participation": "Sa participation", "verifier": "Vérifier et transmettre"}
_TITRES_REMPLACES = {"Votre participation": TITRES["participation"], "Vérifier et déposer": TITRES["verifier"]}
LISTE = "transmissions:liste"
POUR_UN_AUTRE = {
    Verdict.ELIGIBLE: (
        "L’intention sera recevable, une fois confirmée",
        composer("L’employeur la confirme, et elle compte : les organismes de formation la voient aussitôt."),
    ),
    Verdict.DEROGATION: (
        "Un agent de la Région devra se prononcer",
        "Dites pourquoi ci-dessous, puis transmettez. L’employeur confirme, puis un agent lit l’intention.",
    ),
    Verdict.A_COMPLETER: (
        "Il manque des réponses",
        composer("Répondez-y avant de transmettre : l’employeur n’est sollicité que lorsque tout y est."),
    ),
    Verdict.NON_ELIGIBLE: (
        "Cette intention n’entre pas dans le dispositif",
        "Transmise ainsi, elle serait refusée, pour les raisons que voici.",
    ),
}
TRANSMISE = {
    StatutIntention.RECEVABLE: "Intention transmise et recevable.",
    StatutIntention.DEROGATION_DEMANDEE: "Intention transmise. Un agent de la Région va se prononcer.",
    StatutIntention.A_COMPLETER: "Intention transmise, mais il manque des réponses.",
    StatutIntention.REFUSEE: composer("Intention transmise : elle n’entre pas dans le dispositif."),
}


def en_brouillon_pour_un_autre(intention: IntentionEmbauche | None) -> bool:
    """Tell whether it is being written for an employer: only who transmits it sees it then."""
    return bool(intention and intention.partenaire_id and intention.statut == StatutIntention.BROUILLON)


def chemin_des_transmises() -> list[dict[str, str]]:
    """Give where the pages of a transmitted intention hang from."""
    return [{"titre": "Intentions transmises", "url": reverse(LISTE)}]


def titrer(elements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give steps or sections with their titles in the third person."""
    return [{**element, "titre": _TITRES_REMPLACES.get(element["titre"], element["titre"])} for element in elements]


def liste_d_origine(intention: IntentionEmbauche) -> str:
    """Give the name of the list that a draft hangs from."""
    return LISTE if intention.partenaire_id else "intentions:liste"


def annonce_du_depot(intention: IntentionEmbauche) -> str:
    """Give what is said once an intention is transmitted: whom we wrote to; empty when that is not what follows."""
    if not intention.partenaire_id:
        return ""
    if intention.statut == StatutIntention.A_COMPLETER and intention.confirmation_demandee_le:
        return composer(f"Intention transmise. Nous écrivons à {intention.contact_courriel} pour la confirmer.")
    return TRANSMISE[StatutIntention(intention.statut)]
