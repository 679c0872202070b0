"""What the officers' pages of a committee show."""

from itertools import groupby
from typing import Any

from django.urls import reverse

from comites.actions.figer import ORDRE_DU_JOUR
from comites.enums import Issue, NaturePoint, StatutComite
from comites.models import Comite, PointComite
from comites.queries.besoins import enquete_du_comite
from comites.queries.execution import AExecuter
from noyau.courriers import Document
from noyau.templatetags.maison import horaire, instant
from sessions_formation.enums import MotifDecision

# The look of a state, among those the style sheet draws.
ETATS = {StatutComite.PREPARE: "en_instruction", StatutComite.TENU: "demarree", StatutComite.CLOS: "soldee"}
ISSUES = {
    Issue.FAVORABLE: "accordee",
    Issue.DEFAVORABLE: "refusee",
    Issue.A_COMPLETER: "a_completer",
    Issue.AJOURNE: "sans_reponse",
    Issue.NOTE: "publiee",
}


def faits_de(comite: Comite) -> list[dict[str, str]]:
    """Give when, where and how far, as ``composants/faits.html`` shows it."""
    envoyee = instant(comite.convoque_le) if comite.convoque_le else ""
    arrete = instant(comite.ordre_arrete_le) if comite.ordre_arrete_le else "pas encore"
    lignes = [
        ("Quand", str(horaire(comite.debut, comite.fin)).capitalize(), ""),
        ("Lieu", comite.lieu, ""),
        ("Visioconférence", comite.lien, ""),
        ("Ordre du jour arrêté", arrete, ""),
        ("Convocation envoyée", envoyee or "pas encore", _a_renvoyer(comite)),
    ]
    return [{"nom": nom, "valeur": valeur, "note": note} for nom, valeur, note in lignes if valeur]


def _a_renvoyer(comite: Comite) -> str:
    change = comite.version_envoyee is not None and comite.version_envoyee != comite.version
    return "Elle a changé depuis : à envoyer de nouveau".replace(" :", "\N{NO-BREAK SPACE}:") if change else ""


def ligne_de(point: PointComite) -> dict[str, Any]:
    """Give a point as the pages show it."""
    return {
        "point": point,
        "etat": ISSUES[Issue(point.issue)] if point.issue else "",
        "etat_libelle": Issue(point.issue).label if point.issue else "",
        "motif": MotifDecision(point.motif).label if point.motif else "",
        "url": adresse_du_sujet(point),
    }


def parties_de(points: list[PointComite]) -> list[dict[str, Any]]:
    """Give points by kind, as they follow one another."""
    return [
        {"titre": NaturePoint(nature).label, "lignes": [ligne_de(point) for point in groupe]}
        for nature, groupe in groupby(points, key=lambda point: point.nature)
    ]


def adresse_du_sujet(point: PointComite) -> str:
    """Give where an officer reads the file a point is about; empty when it is about none."""
    sujets = (
        ("sessions_formation_demandeavenant", point.demande_id),
        ("sessions_formation_session", point.session_id),
        ("intentions_intentionembauche", point.intention_id),
        ("sessions_formation_lot", point.lot_id),
    )
    return next((reverse(f"admin:{nom}_change", args=[cle]) for nom, cle in sujets if cle), "")


def fiche(comite: Comite, *, peut_preparer: bool, peut_acheter: bool) -> dict[str, Any]:
    """Give what the page of a committee shows (seven queries, whatever its agenda holds)."""
    tous = list(PointComite.objects.filter(comite=comite).order_by("rang", "pk"))
    points = [point for point in tous if not point.ecarte]
    documents = list(Document.objects.de(comite))
    ordres = [document for document in documents if document.modele == ORDRE_DU_JOUR]
    return {
        "title": comite.get_nature_display(),
        "subtitle": comite.lieu_concerne,
        "etat": ETATS[StatutComite(comite.statut)],
        "faits": faits_de(comite),
        "parties": parties_de(points),
        "nombre": len(points),
        "ecartes": [point for point in tous if point.ecarte],
        "notes": sum(1 for point in points if point.issue),
        "structures": comite.structures.order_by("nom", "pk"),
        "agents": comite.agents.order_by("nom", "prenom", "pk"),
        # Earlier agendas are kept; the last one is the one that holds.
        "documents": [d for d in documents if d.modele != ORDRE_DU_JOUR or d == ordres[0]],
        "historique": list(comite.historique),
        "enquete": enquete_du_comite(comite),
        "peut_preparer": peut_preparer,
        "peut_acheter": peut_acheter,
        "modifiable": peut_preparer and comite.ordre_modifiable,
        "libre_ouvert": peut_preparer and (comite.ordre_modifiable or comite.statut == StatutComite.TENU),
    }


def execution(lignes: list[AExecuter]) -> dict[str, Any]:
    """Give what the page that carries decisions out shows: what waits, what is done, what the service does not do."""
    dites = [{**ligne_de(ligne.point), "acte": ligne.acte, "lu": ligne.lu, "attend": ligne.attend} for ligne in lignes]
    return {
        "attendent": [dite for dite in dites if dite["attend"]],
        "faites": [dite for dite in dites if dite["acte"] and not dite["attend"]],
        "sans_acte": [dite for dite in dites if not dite["acte"]],
    }
