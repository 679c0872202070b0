"""The mails of withdrawal, of ends and of reminders, each way they can be told."""

from typing import Any

Exemples = list[tuple[str, dict[str, Any]]]
AGENT = "/admin/intentions/intentionembauche/41/change/"
REPONSE = "/r/actualite/jeton/41/"


def fins(intention: dict[str, Any], demande: dict[str, Any]) -> Exemples:
    """Give every example, from the facts of an intention and of a request."""
    seul = {**intention, "nombre_postes": 1, "commune": "", "contact": ""}
    return [*_retraits(intention, demande), *_fins(intention, seul), *_relances(intention, seul)]


def _retraits(intention: dict[str, Any], demande: dict[str, Any]) -> Exemples:
    retrait = {
        **demande,
        "intention": "IE-2026-00041",
        "employeur": "Tôlerie d’Essai & Fils",
        "poste": "Soudeur / Soudeuse",
        "postes_retires": 2,
        "il_manque": 2,
        "motif": "Nous avons recruté quelqu’un.",
        "commencee": False,
        "pour": "organisme",
    }
    return [
        ("desistement_session", retrait),
        ("desistement_session", {**retrait, "il_manque": 0, "motif": "", "postes_retires": 1}),
        ("desistement_session", {**retrait, "commencee": True, "il_manque": 0}),
        ("desistement_session", {**retrait, "pour": "region"}),
        ("retrait_region", {**intention, "motif": "Projet reporté.", "chemin_agent": AGENT}),
        ("retrait_enregistre", {**intention, "motif": "Projet reporté.", "retiree_par": "Odile Charrier"}),
        ("retrait_enregistre", {**intention, "motif": "", "retiree_par": "Odile Charrier", "contact": ""}),
    ]


def _fins(intention: dict[str, Any], seul: dict[str, Any]) -> Exemples:
    question = {**intention, "fin": "2027-02-21", "a_completer": False, "chemin_reponse": REPONSE}
    fin = {**intention, "raison": "les réponses demandées ne sont pas venues.", "chemin_reponse": REPONSE}
    accordee = {**intention, "accordee": True, "motif": "Saison."}
    return [
        ("intention_fermee", {**intention, "raison": "L’employeur a pourvu son besoin."}),
        ("intention_classee", {**intention, "motif": "Doublon de l’intention IE-2026-00040."}),
        ("intention_a_confirmer", question),
        ("intention_a_confirmer", {**question, **seul}),
        ("intention_a_confirmer", {**question, "a_completer": True}),
        ("intention_expiree", fin),
        ("intention_expiree", {**fin, **seul}),
        ("decision_intention", {**accordee, "limites": "Deux postes, pour l’été.", "fin": "2027-09-30"}),
    ]


def _relances(intention: dict[str, Any], seul: dict[str, Any]) -> Exemples:
    attente = {**intention, "depuis": "2026-11-09", "chemin_reponse": REPONSE}
    organisme = {**attente, "chemin_organisme": "/organisme/intentions/41/"}
    region = {**attente, "interesses": 0, "chemin_agent": AGENT}
    confirmation = {**intention, "partenaire": "France Travail Cholet", "demandee_le": "2026-11-09"}
    derogation = {**intention, "jours": 2, "alerte": False, "chemin_agent": AGENT}
    return [
        ("relance_organisme", organisme),
        ("relance_organisme", {**organisme, **seul}),
        ("intention_sans_reponse", {**attente, "organisme_telephone": "02 41 00 00 00"}),
        ("intention_sans_reponse", {**attente, "organisme_telephone": ""}),
        ("intention_non_prise", {**attente, "interesses": 0, "organisme": ""}),
        ("intention_non_prise", {**attente, "interesses": 1}),
        ("intention_non_prise", {**attente, "interesses": 3, **seul}),
        ("intention_non_prise", {**attente, "interesses": 0}),
        ("intention_a_prendre", organisme),
        ("intention_a_prendre", {**organisme, **seul, "embauche_souhaitee": ""}),
        ("relance_region", region),
        ("relance_region", {**region, "interesses": 2, "organisme": ""}),
        ("confirmation_rappel", {**confirmation, "chemin_reponse": REPONSE}),
        ("confirmation_attendue", {**confirmation, "chemin_partenaire": "/transmettre/41/"}),
        ("derogation_attend", derogation),
        ("derogation_attend", {**derogation, **seul, "jours": 5, "alerte": True}),
    ]
