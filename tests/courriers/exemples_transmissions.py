"""The mails of what is written for an employer: asked to confirm, confirmed, disowned, received."""

from typing import Any

OFFRE = {
    "numero": "IE-2026-00041",
    "employeur": "Tôlerie d’Essai & Fils",
    "poste": "Soudeur / Soudeuse",
    "nombre_postes": 2,
    "lieu": "Chemillé-en-Anjou (49120)",
    "contrat": "CDI, 35 h",
    "embauche_souhaitee": "2027-05-01",
}
DEMANDE = {
    "contact": "Claire Heulin",
    "partenaire": "France Travail Cholet",
    "intentions": [OFFRE],
    "autres": 0,
    "chemin": "/r/confirmer/jeton-d-essai/",
}
POINT = {"regle": "I-ECRIT", "niveau": "a_completer", "message": "Il manque un écrit de l’employeur.", "source": "§6"}
LISTE = {
    "partenaire": "Opco Ouest",
    "fichier": "offres-mars.csv",
    "enregistrees": 240,
    "en_erreur": 3,
    "chemin": "/transmettre/",
}
LIEN = {"nombre": 0, "chemin": "/r/confirmer/jeton-d-essai/"}


def transmise(intention: dict[str, Any]) -> dict[str, Any]:
    """The facts of a mail to who transmits, from those of an acknowledgement."""
    return {
        **intention,
        "partenaire": "France Travail Cholet",
        "etat": "a_completer",
        "verdict": "a_completer",
        "confirmee": False,
        "ecrit_a": "claire@exemple.fr",
        "points": [POINT],
        "chemin": "/transmettre/41/",
    }


def desavouee(intention: dict[str, Any]) -> dict[str, Any]:
    """The facts of a mail that says the employer does not recognise what was written for it."""
    chemin_agent = "/admin/intentions/intentionembauche/41/change/"
    return {**transmise(intention), "motif": "Je ne recrute pas cette année.", "chemin_agent": chemin_agent}


def transmissions(intention: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Each mail, each way it can be told."""
    attend = transmise(intention)
    confirmee = {**attend, "confirmee": True, "verdict": "eligible", "points": []}
    en_derogation = {**confirmee, "verdict": "derogation", "points": [{**POINT, "message": "Contrat de 4 mois."}]}
    refusee = {**en_derogation, "verdict": "non_eligible"}
    a_completer = {**attend, "ecrit_a": "", "points": [POINT, {**POINT, "message": "Le nombre de postes manque."}]}
    bref = {**OFFRE, "nombre_postes": 1, "lieu": "", "contrat": "", "embauche_souhaitee": ""}
    return [
        ("confirmation_demandee", DEMANDE),
        ("confirmation_demandee", {**DEMANDE, "contact": "", "intentions": [OFFRE, OFFRE]}),
        ("confirmation_demandee", {**DEMANDE, "intentions": [bref]}),
        ("confirmation_demandee", {**DEMANDE, "intentions": [OFFRE, OFFRE], "autres": 12}),
        ("transmission_recue", attend),
        ("transmission_recue", confirmee),
        ("transmission_recue", {**confirmee, "organisme": ""}),
        ("transmission_recue", {**confirmee, "verdict": "a_completer"}),
        ("transmission_recue", en_derogation),
        ("transmission_recue", a_completer),
        ("transmission_recue", refusee),
        ("confirmation_recue", confirmee),
        ("confirmation_recue", {**confirmee, "organisme": ""}),
        ("confirmation_recue", en_derogation),
        ("confirmation_recue", refusee),
        ("confirmation_recue", a_completer),
        ("confirmation_refusee", desavouee(intention)),
        ("demande_desavouee", desavouee(intention)),
        ("import_recu", LISTE),
        ("import_recu", {**LISTE, "enregistrees": 1, "en_erreur": 0}),
        ("lien_personnel", LIEN),
        ("lien_personnel", {**LIEN, "nombre": 1}),
        ("lien_personnel", {**LIEN, "nombre": 3}),
    ]
