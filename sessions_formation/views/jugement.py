"""What the rules say of a request being written: the same on a whole page and in its fragment."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Niveau, verdict_de
from referentiels.regles.typographie import composer, compter
from sessions_formation.actions.demander import juger
from sessions_formation.forms.demande import REPARE, Attendues, DemandeForm
from sessions_formation.models import IntentionRetenue, Session
from sessions_formation.queries.lots import accord_a_demander, mandataire_du_lot, montants_du_lot
from sessions_formation.queries.reponses import demandees
from sessions_formation.regles.champs import ouverts
from sessions_formation.regles.envoi import derogation_necessaire, obstacles
from sessions_formation.views.prise import PAIRES_MAX, nom_court


def jugement(session: Session, form: DemandeForm, *, le: date) -> dict[str, Any]:
    """Judge a request as it stands on the page, without saving it; give what ``sessions/_constats.html`` draws."""
    if form.is_bound:
        form.is_valid()
        for nom, valeur in form.champs().items():
            setattr(session, nom, valeur)
    retenues = form.retenues()
    constats = juger(session, retenues=retenues, le=le)
    accord = accord_a_demander(session)
    bloquants = obstacles(constats, accord_a_demander=accord)
    regroupement = _regroupement(session, retenues, le=le)
    montants = montants_du_lot(session.lot, le=le)
    titre, texte = _titre(session, constats, bloquants, accord=accord)
    return {
        "verdict": verdict_de(constats),
        "titre": titre,
        "texte": texte,
        "constats": [{**constat._asdict(), **form.a_faire(constat)} for constat in constats],
        "en_bref": _en_bref(constats, bloquants),
        "regroupement": regroupement,
        "montant": session.montant,
        "lot": montants,
        "reste": montants.reste - (session.montant or 0),
        "hausse": any(c.regle == "S-PRIX" and c.niveau == Niveau.DEROGATION for c in constats),
    }


def attendues_de(session: Session, *, le: date) -> Attendues | None:
    """Give what re-opens on a request to complete: the answers named by an officer, those the rules now refuse, and
    what goes with them. None when no answer is named: all re-open.

    Without the second, a date that has passed or a post that was withdrawn meanwhile could never be put right.
    """
    nommees = tuple(demandees(session)) if session.numero else ()
    if not nommees:
        return None
    constats = juger(session, le=le)
    bloquants = obstacles(constats, accord_a_demander=accord_a_demander(session))
    champs = {demandee.champ for demandee in nommees}
    for constat in bloquants:
        champs |= REPARE.get(constat.regle, frozenset())
    if session.complement_groupe and not session.groupe_existant:
        champs.add("complement_groupe")
    # A new place or a higher price may need a derogation that the request did not.
    if derogation_necessaire(constats) or champs & {"lieu", "prix_heure"}:
        champs.add("motif_derogation")
    return Attendues(ouverts(frozenset(champs)), nommees)


def _titre(session: Session, constats: list[Constat], bloquants: list[Constat], *, accord: bool) -> tuple[str, str]:
    fautes = sum(constat.niveau == Niveau.NON_CONFORME for constat in bloquants)
    manques = len(bloquants) - fautes
    if fautes:
        restent = "Une condition n’est pas remplie." if fautes == 1 else f"{fautes} conditions ne sont pas remplies."
        return "La demande ne peut pas partir ainsi", restent
    if manques:
        return f"Il reste {compter(manques, 'réponse')} à donner", "Le brouillon se garde tel qu’il est."
    if accord:
        nom = mandataire_du_lot(session.lot).organisme.nom
        return "La demande peut partir", f"{nom}, mandataire du lot, donnera d’abord son accord."
    if derogation_necessaire(constats):
        suite = "" if session.motif_derogation.strip() else " Dites-lui pourquoi avant l’envoi."
        return "La demande peut partir", f"Un agent de la Région se prononcera sur la dérogation.{suite}"
    return "La demande peut partir", "Toutes les conditions sont remplies."


def _en_bref(constats: list[Constat], bloquants: list[Constat]) -> str:
    remplies = sum(constat.niveau == Niveau.CONFORME for constat in constats)
    suite = f"{remplies} remplie{'s' if remplies > 1 else ''}"
    return f"{compter(len(bloquants), 'condition')} à revoir, {suite}" if bloquants else suite


def _regroupement(session: Session, retenues: Iterable[IntentionRetenue], *, le: date) -> dict[str, Any]:
    """A job above, a training place below; what is missing to reach the parcours asked for, or the minimum."""
    retenues = list(retenues)
    minimum = reglement_au(le).effectif_min
    derogeable = session.entrees_sorties_permanentes or session.complement_groupe or session.equilibre_financier
    objectif = max(session.effectif or 0, 1 if derogeable else minimum)
    postes = [_court(retenue) for retenue in retenues for _ in range(retenue.postes)]
    manque = max(objectif - len(postes), 0)
    employeurs = len({retenue.intention.employeur_id for retenue in retenues})
    reunis = f"{compter(employeurs, 'employeur')}, {compter(len(postes), 'poste')}"
    dessinable = len(postes) + manque <= PAIRES_MAX
    return {
        "phrase": composer(f"{reunis} : il en manque {manque}" if manque else f"{reunis} : le compte y est"),
        "postes": postes if dessinable else [],
        "manque": manque if dessinable else 0,
        "il_manque": manque,
        "note": (
            "En haut l’emploi, en bas la place de formation."
            + ("" if derogeable else f" Une session s’ouvre à partir de {minimum}.")
        ),
    }


def _court(retenue: IntentionRetenue) -> str:
    return nom_court(retenue.intention.employeur.nom if retenue.intention.employeur else "")
