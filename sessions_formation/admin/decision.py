"""What the page of a decision shows: the request, what the rules say of it, its lot before and after."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from noyau.templatetags.maison import montant
from referentiels.regles.constats import Constat, Niveau, Verdict, verdict_de
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, compter, jour, ordinale
from sessions_formation.admin.presentation import (
    VERDICTS,
    VERDICTS_PASSES,
    attente_de,
    effets_de,
    faits_de,
    suites_lues,
    suivie_par,
    titre_de,
    volume,
)
from sessions_formation.admin.signature import panneau_a_deux
from sessions_formation.enums import MotifDecision, StatutSession
from sessions_formation.forms.decision import Decision, DecisionForm
from sessions_formation.models import Session
from sessions_formation.queries.delais import Delais
from sessions_formation.queries.file import reponse_attendue_le
from sessions_formation.queries.lecture import Lecture, Pendante, signaux_des
from sessions_formation.queries.lots import EN_ATTENTE, ZERO
from sessions_formation.queries.place import Place, Voisine
from sessions_formation.regles import session as regles
from sessions_formation.regles.champs import CHAMPS

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
REFUSER = {"valeur": Decision.REFUSER, "texte": "Refuser", "icone": "fermer", "genre": "danger"}


def constats_du_jour(lu: Lecture, *, reglement: Reglement, le: date) -> list[Constat]:
    """Give what the rules say of a request today; nothing once it waits for no officer."""
    return list(regles.examiner(lu.dossier(le=le), reglement=reglement, le=le)) if lu.place else []


def dossier(
    lu: Lecture, form: DecisionForm | None, *, peut_decider: bool, reglement: Reglement, le: date
) -> dict[str, Any]:
    """Give what the page of a request shows; ``form`` holds what was typed, if anything."""
    session: Any = lu.session
    constats = constats_du_jour(lu, reglement=reglement, le=le)
    complement = attente_du_complement(lu, reglement=reglement, le=le)
    return {
        **tete(session, lu.place, delais=reglement, le=le),
        "verdict": _verdict(session, constats),
        "faits": faits_de(lu),
        "constats": session.constats,
        "changements": _changements(session, constats),
        "retenues": lu.retenues,
        "retraits": lu.retraits,
        "a_verifier": signaux_des(lu.retenues, reglement=reglement),
        "postes": sum(retenue.postes for retenue in lu.retenues),
        "jauge": _jauge(lu),
        "pendantes": [_ligne_pendante(autre) for autre in lu.pendantes],
        "pendantes_en_tout": lu.pendantes_en_tout,
        "devancees": [autre for autre in lu.pendantes if autre.avant],
        "nombre_devancees": lu.devancees,
        "complement": complement,
        "panneau": panneau_a_deux(
            _panneau(lu, constats, form, complement=complement, le=le) if peut_decider else None,
            session,
            reglement=reglement,
        ),
        "sans_droit": bool(lu.place) and not peut_decider,
        "derniere": _derniere(session),
        "premiere": None if lu.place else session.lu_premiere,
        "le": le,
    }


def tete(session: Session, place: Place | None, *, delais: Delais, le: date) -> dict[str, Any]:
    """Give what is above every page of a file: its name, its state, its place, who follows it."""
    return {
        "title": titre_de(session),
        "subtitle": session.reference,
        "place": _place(place),
        "attente": attente_de(session, delais=delais, le=le) if place else None,
        "suivie_par": suivie_par(session),
    }


def confirmation(lu: Lecture, form: DecisionForm, *, le: date) -> dict[str, Any]:
    """Give what the page that asks names: the act, its effects, what will be written."""
    session = lu.session
    decision = Decision(form.cleaned_data["decision"])
    verbe = VERBES[decision]
    if decision == Decision.AUTORISER:
        verbe = f"Autoriser et commander {montant(session.montant)}"
    effets = effets_de(decision, session, le=le, suites=suites_lues(lu))
    return {
        "title": composer(f"{VERBES[decision]} {session.reference} ?"),
        "titre": titre_de(session),
        "effets": [seule(effet) for effet in effets],
        "verbe": verbe,
        "danger": decision == Decision.REFUSER,
        "dit": _dit(form),
        "form": form,
    }


def seule(effet: str) -> str:
    """Give one effect of the panel's enumeration as a sentence of its own."""
    return f"{effet[:1].upper()}{effet[1:].rstrip(FIN)}."


def attente_du_complement(lu: Lecture, *, reglement: Reglement, le: date) -> dict[str, Any] | None:
    """Give what is waited for from the training body, until when, and whether that day is over; None otherwise."""
    if lu.complement_demande_le is None:
        return None
    demande_le = timezone.localtime(lu.complement_demande_le).date()
    limite = reponse_attendue_le(demande_le, reglement=reglement)
    session: Any = lu.session
    return {
        "demande_le": demande_le,
        "limite": limite,
        "echu": le > limite,
        "champs": [
            {"libelle": CHAMPS.get(demande["champ"], demande["champ"]), "commentaire": demande["commentaire"]}
            for demande in session.lu_demandes
        ],
    }


def _dit(form: DecisionForm) -> list[str]:
    lu = form.cleaned_data
    hors_tour = lu.get("hors_tour", "") if lu["decision"] == Decision.AUTORISER else ""
    avant = composer(f"Avant son tour : {hors_tour}") if hors_tour.strip() else ""
    return list(filter(None, [MotifDecision(lu["motif"]).label, lu["precisions"], avant]))


def _place(place: Place | None) -> dict[str, Any] | None:
    if place is None:
        return None
    lot = (
        f", {ordinale(place.rang_du_lot)} sur {place.total_du_lot} de ce lot"
        if 1 < place.total_du_lot < place.total
        else ""
    )
    return {
        "texte": composer(f"{ordinale(place.rang).capitalize()} sur {place.total} dans l’ordre d’arrivée{lot}")
        if place.total > 1
        else "Seule demande de la file",
        "precedente": _lien(place.precedente, place.rang - 1),
        "suivante": _lien(place.suivante, place.rang + 1),
    }


def _lien(autre: Voisine | None, rang: int) -> dict[str, str] | None:
    if autre is None:
        return None
    return {"url": _adresse(autre.pk), "texte": f"{ordinale(rang).capitalize()} de la file", "titre": autre.titre}


def _adresse(session_id: int) -> str:
    return reverse("admin:sessions_formation_session_change", args=[session_id])


def _verdict(session: Session, constats: list[Constat]) -> dict[str, str]:
    """Today's verdict while it matters; that of its day once the request has left the queue."""
    if not constats:
        titre = VERDICTS_PASSES[Verdict(session.verdict)] if session.verdict else ""
        return {"code": session.verdict, "titre": titre, "texte": ""}
    code = verdict_de(constats)
    graves = [constat.message for constat in constats if constat.niveau == GRAVITES[code]]
    texte = graves[0] if len(graves) == 1 else f"{compter(len(graves), 'point')} à lire ci-dessous." if graves else ""
    return {"code": code, "titre": VERDICTS[code], "texte": texte}


def _changements(session: Session, constats: list[Constat]) -> list[Constat]:
    """Today's findings that were not those of the day the request was sent."""
    connus = {(c["regle"], c["niveau"], c["message"]) for c in session.constats}
    return [c for c in constats if (c.regle, c.niveau, c.message) not in connus]


def _jauge(lu: Lecture) -> dict[str, Any]:
    effet = lu.session.montant if lu.session.statut in EN_ATTENTE else None
    return lu.faits.montants.jauge(effet or ZERO)


def _ligne_pendante(autre: Pendante) -> dict[str, Any]:
    cellules = [
        {"titre": "Organisme", "texte": autre.organisme},
        {"titre": "Parcours", "texte": volume(autre)},
        {"titre": "Montant", "texte": montant(autre.montant), "nombre": True},
        {"titre": "État", "etat": autre.statut, "etat_libelle": autre.etat},
    ]
    return {"titre": autre.intitule, "note": autre.numero, "url": _adresse(autre.pk), "cellules": cellules}


def _derniere(session: Any) -> Mapping[str, Any] | None:
    ligne = session.lu_dernier_acte
    return {**ligne, "le": datetime.fromisoformat(ligne["le"])} if ligne else None


def _panneau(
    lu: Lecture,
    constats: list[Constat],
    form: DecisionForm | None,
    *,
    complement: Mapping[str, Any] | None,
    le: date,
) -> dict[str, Any] | None:
    """The decision panel: all three decisions in the queue, a refusal alone once a complement has not come."""
    if lu.place:
        return _panneau_de_la_file(lu, constats, form, le=le)
    if complement is None or not complement["echu"]:
        return None
    formulaire = form or DecisionForm(initial={"motif": MotifDecision.SANS_REPONSE})
    return {
        "form": formulaire,
        "champs": [formulaire["motif"], formulaire["precisions"]],
        "effets": [],
        "boutons": [REFUSER],
        "version": lu.version,
        "autorisable": False,
        "a_instruire": False,
        "note": composer(
            f"Le complément était attendu jusqu’au {jour(complement['limite'])}. Une page de confirmation suit."
        ),
    }


def _panneau_de_la_file(
    lu: Lecture, constats: list[Constat], form: DecisionForm | None, *, le: date
) -> dict[str, Any]:
    """Authorising is offered when the rules allow it today; otherwise the page says why not."""
    session, verdict = lu.session, verdict_de(constats)
    boutons = [
        {"valeur": Decision.COMPLETER, "texte": "Demander un complément", "icone": "a_completer", "genre": "second"},
        REFUSER,
    ]
    autorisable = verdict in AUTORISABLES
    if autorisable:
        texte = "Accorder et autoriser" if verdict == Verdict.DEROGATION else "Autoriser"
        boutons.insert(0, {"valeur": Decision.AUTORISER, "texte": texte, "icone": "coche", "genre": "principal"})
    formulaire = form or DecisionForm(derogation=verdict == Verdict.DEROGATION, devancees=lu.devancees)
    hors_tour = [formulaire["hors_tour"]] if lu.devancees and autorisable else []
    return {
        "form": formulaire,
        "champs": [formulaire["motif"], formulaire["precisions"], *hors_tour],
        "effets": effets_de(Decision.AUTORISER, session, le=le, suites=suites_lues(lu)) if autorisable else [],
        "boutons": boutons,
        "version": lu.version,
        "autorisable": autorisable,
        "a_instruire": session.statut == StatutSession.DEMANDEE,
        "a_prendre": session.statut == StatutSession.EN_INSTRUCTION and session.agent_id is None,
        "note": "Une page de confirmation suit."
        if autorisable
        else composer(f"{VERDICTS[verdict]}. Une page de confirmation suit."),
    }
