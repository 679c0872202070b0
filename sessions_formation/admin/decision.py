"""What the page of a decision shows: the request, what the rules say of it, its lot before and after."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from intentions.queries.confiance import signaux_de
from noyau.templatetags.maison import montant
from referentiels.regles.constats import Constat, Niveau, Verdict, verdict_de
from referentiels.regles.typographie import composer, compter, ordinale
from sessions_formation.actions.demander import juger
from sessions_formation.admin.presentation import (
    VERDICTS,
    VERDICTS_PASSES,
    attente_de,
    effets_de,
    faits_de,
    titre_de,
    volume,
)
from sessions_formation.enums import MotifDecision, StatutSession
from sessions_formation.forms.decision import Decision, DecisionForm
from sessions_formation.models import Session
from sessions_formation.queries.instruction import (
    Place,
    concurrentes,
    documents_de,
    place_dans_la_file,
    premiere_de_la_file,
    version_de,
)
from sessions_formation.queries.lots import EN_ATTENTE, ZERO, montants_du_lot
from sessions_formation.queries.postes import retraits_de
from sessions_formation.queries.suivi_des_etapes import etapes_du_bloc

AUTORISABLES = {Verdict.ELIGIBLE, Verdict.DEROGATION}
GRAVITES = {
    Verdict.ELIGIBLE: "",
    Verdict.DEROGATION: Niveau.DEROGATION,
    Verdict.A_COMPLETER: Niveau.A_COMPLETER,
    Verdict.NON_ELIGIBLE: Niveau.NON_CONFORME,
}
# What may close an effect among others: « … ; », whose space is a narrow one once composed.
FIN = " ;.\N{NARROW NO-BREAK SPACE}"
VERBES = {
    Decision.AUTORISER: "Autoriser la session",
    Decision.COMPLETER: "Demander le complément",
    Decision.REFUSER: "Refuser la demande",
}


def dossier(session: Session, form: DecisionForm | None, *, peut_decider: bool, le: date) -> dict[str, Any]:
    """Give what the page of a request shows; ``form`` holds what was typed, if anything."""
    place = place_dans_la_file(session)
    constats = juger(session, le=le) if place else []
    historique = list(session.historique)
    retenues = list(
        session.retenues.sans_les_retraits()
        .select_related("intention__employeur", "intention__commune", "intention__metier", "intention__partenaire")
        .order_by("pk")
    )
    signaux = signaux_de([retenue.intention for retenue in retenues], le=le)
    return {
        "title": titre_de(session),
        "subtitle": session.reference,
        "place": _place(place),
        "attente": attente_de(session, le=le) if place else None,
        "verdict": _verdict(session, constats),
        "faits": faits_de(session, le=le),
        "constats": session.constats,
        "changements": _changements(session, constats),
        "retenues": retenues,
        "retraits": retraits_de(session),
        "a_verifier": [
            {"intention": retenue.intention, "signaux": signaux[retenue.intention_id]}
            for retenue in retenues
            if retenue.intention_id in signaux
        ],
        "etapes": etapes_du_bloc(session, maintenant=timezone.now()),
        "postes": sum(retenue.postes for retenue in retenues),
        "jauge": _jauge(session, le=le),
        "concurrentes": [_ligne_concurrente(autre) for autre in concurrentes(session)],
        "historique": historique,
        "documents": documents_de(session),
        "panneau": _panneau(session, constats, form, le=le) if place and peut_decider else None,
        "sans_droit": bool(place) and not peut_decider,
        "derniere": historique[0] if historique else None,
        "premiere": None if place else premiere_de_la_file(),
        "le": le,
    }


def confirmation(session: Session, form: DecisionForm, *, le: date) -> dict[str, Any]:
    """Give what the page that asks names: the act, its effects, what will be written."""
    decision = Decision(form.cleaned_data["decision"])
    verbe = VERBES[decision]
    if decision == Decision.AUTORISER:
        verbe = f"Autoriser et commander {montant(session.montant)}"
    return {
        "title": composer(f"{VERBES[decision]} {session.reference} ?"),
        "titre": titre_de(session),
        "effets": [_seule(effet) for effet in effets_de(decision, session, le=le)],
        "verbe": verbe,
        "danger": decision == Decision.REFUSER,
        "dit": list(filter(None, [MotifDecision(form.cleaned_data["motif"]).label, form.cleaned_data["precisions"]])),
        "form": form,
    }


def _seule(effet: str) -> str:
    """Give one effect of the panel's enumeration as a sentence of its own."""
    return f"{effet[:1].upper()}{effet[1:].rstrip(FIN)}."


def verdict_du_jour(session: Session, *, le: date) -> Verdict:
    """Give the verdict the rules would give today, which is the one that decides."""
    return verdict_de(juger(session, le=le))


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    voisines = {"precedente": (place.precedente, place.rang - 1), "suivante": (place.suivante, place.rang + 1)}
    return {
        "texte": composer(f"{ordinale(place.rang).capitalize()} sur {place.total} dans l’ordre d’arrivée")
        if place.total > 1
        else "Seule demande de la file",
        **{
            nom: {
                "url": reverse("admin:sessions_formation_session_change", args=[autre.pk]),
                "texte": f"{ordinale(rang).capitalize()} de la file",
                "titre": str(autre),
            }
            for nom, (autre, rang) in voisines.items()
            if autre
        },
    }


def _verdict(session: Session, constats: list[Constat]) -> dict[str, str]:
    """Today's verdict while it matters; that of its day once the request has left the queue."""
    if not constats:
        return {"code": session.verdict, "titre": VERDICTS_PASSES[Verdict(session.verdict)], "texte": ""}
    code = verdict_de(constats)
    graves = [constat.message for constat in constats if constat.niveau == GRAVITES[code]]
    texte = graves[0] if len(graves) == 1 else f"{compter(len(graves), 'point')} à lire ci-dessous." if graves else ""
    return {"code": code, "titre": VERDICTS[code], "texte": texte}


def _changements(session: Session, constats: list[Constat]) -> list[Constat]:
    """Today's findings that were not those of the day the request was sent."""
    connus = {(c["regle"], c["niveau"], c["message"]) for c in session.constats}
    return [c for c in constats if (c.regle, c.niveau, c.message) not in connus]


def _jauge(session: Session, *, le: date) -> dict[str, Any]:
    montants = montants_du_lot(session.lot, le=le)
    effet = session.montant if session.statut in EN_ATTENTE else None
    return montants.jauge(effet or ZERO)


def _ligne_concurrente(session: Session) -> dict[str, Any]:
    cellules = [
        {"titre": "Organisme", "texte": session.organisme.nom},
        {"titre": "Parcours", "texte": volume(session)},
        {"titre": "Montant", "texte": montant(session.montant), "nombre": True},
        {"titre": "État", "etat": session.statut, "etat_libelle": session.get_statut_display()},
    ]
    url = reverse("admin:sessions_formation_session_change", args=[session.pk])
    return {"titre": session.intitule, "note": session.reference, "url": url, "cellules": cellules}


def _panneau(session: Session, constats: list[Constat], form: DecisionForm | None, *, le: date) -> dict[str, Any]:
    """The decision panel. Authorising is offered when the rules allow it today; otherwise the page says why not."""
    verdict = verdict_de(constats)
    boutons = [
        {"valeur": Decision.COMPLETER, "texte": "Demander un complément", "icone": "a_completer", "genre": "second"},
        {"valeur": Decision.REFUSER, "texte": "Refuser", "icone": "fermer", "genre": "danger"},
    ]
    autorisable = verdict in AUTORISABLES
    if autorisable:
        texte = "Accorder et autoriser" if verdict == Verdict.DEROGATION else "Autoriser"
        boutons.insert(0, {"valeur": Decision.AUTORISER, "texte": texte, "icone": "coche", "genre": "principal"})
    formulaire = form or DecisionForm(derogation=verdict == Verdict.DEROGATION)
    return {
        "form": formulaire,
        "champs": [formulaire["motif"], formulaire["precisions"]],
        "effets": effets_de(Decision.AUTORISER, session, le=le) if autorisable else [],
        "boutons": boutons,
        "version": version_de(session),
        "autorisable": autorisable,
        "a_instruire": session.statut == StatutSession.DEMANDEE,
        "note": "Une page de confirmation suit."
        if autorisable
        else composer(f"{VERDICTS[verdict]}. Une page de confirmation suit."),
    }
