"""One request: where it stands, what the rules said, what happened, what to do next."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from noyau.courriers import Document
from noyau.erreurs import TransitionImpossible
from referentiels.regles.constats import verdict_de
from referentiels.regles.typographie import compter
from sessions_formation.actions.demander import abandonner_demande, juger
from sessions_formation.actions.etapes import PLANIFIABLE
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, Session
from sessions_formation.queries.file import jours_d_attente, rang_dans_la_file
from sessions_formation.queries.intentions import intentions_lisibles
from sessions_formation.queries.lots import mandataire_du_lot, mene_le_lot
from sessions_formation.queries.postes import retraits_de
from sessions_formation.queries.suivi_des_etapes import etapes_du_bloc
from sessions_formation.views.suites import Suite, suite_de


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A request as its training body and the mandataire of its lot see it."""
    le = timezone.localdate()
    session = get_object_or_404(_lues_par(request), pk=pk)
    a_nous = Session.objects.modifiables_par(request.user).filter(pk=pk).exists()
    brouillon = session.statut == StatutSession.BROUILLON
    constats = juger(session, le=le) if brouillon else session.constats
    historique = list(session.historique)
    composante = Composante.objects.filter(session=session).select_related("bon__mandataire").first()
    contexte = {
        "session": session,
        "a_nous": a_nous,
        "suite": _suite(session, historique, le),
        "verdict": verdict_de(constats) if brouillon else session.verdict,
        "constats": constats,
        "jugee_le": le if brouillon else session.jugee_le,
        "retenues": _retenues(request, session, le),
        "retraits": retraits_de(session),
        "etapes": etapes_du_bloc(session, maintenant=timezone.now()),
        "peut_dater": a_nous and session.statut in PLANIFIABLE,
        "historique": historique,
        "documents": Document.objects.de(session),
        "composante": composante,
        "mandataire": mandataire_du_lot(session.lot).organisme,
        "peut_accorder": session.statut == StatutSession.ATTENTE_MANDATAIRE and mene_le_lot(request.user, session.lot),
    }
    return render(request, "sessions/demande.html", contexte)


@require_http_methods(["GET", "POST"])
def abandonner(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after a page that says what goes."""
    session = get_object_or_404(Session.objects.modifiables_par(request.user).select_related("lot"), pk=pk)
    if request.method == "POST":
        try:
            abandonner_demande(session_id=pk, par=request.user)
        except TransitionImpossible as refus:
            messages.error(request, " ".join(refus.motifs))
            return redirect("sessions:demande", pk=pk)
        messages.success(request, f"Le brouillon « {session.intitule} » est effacé.")
        return redirect("sessions:liste")
    if session.numero:
        return redirect("sessions:demande", pk=pk)
    nombre = session.retenues.count()
    effets = ["Ce que vous avez saisi est perdu."]
    if nombre:
        restent = "reste" if nombre == 1 else "restent"
        effets.append(f"{compter(nombre, 'intention')} {restent} à prendre, par vous ou par un autre organisme.")
    return render(request, "sessions/abandonner.html", {"session": session, "effets": effets})


def _lues_par(request: HttpRequest):
    return Session.objects.visibles_pour(request.user).select_related(
        "lot__secteur",
        "lot__groupement",
        "organisme",
        "commune__departement",
        "lieu__commune",
        "certification",
        "demandeur",
    )


def _suite(session: Session, historique: list, le: date) -> Suite:
    rang = rang_dans_la_file(session)
    attente = jours_d_attente(session, le=le) if rang else 0
    # An authorised session is published in the same breath, by the service: the words are the officer's.
    voulu = StatutSession.AUTORISEE if session.statut == StatutSession.PUBLIEE else session.statut
    motif = next((ligne.motif for ligne in historique if ligne.arrivee == voulu), "")
    return suite_de(session.statut, rang=rang, attente=attente, motif=motif)


def _retenues(request: HttpRequest, session: Session, le: date) -> list[dict[str, Any]]:
    """The posts of the session; the intention itself opens for who may read it only."""
    retenues = list(
        session.retenues.sans_les_retraits()
        .select_related("intention__employeur", "intention__commune", "intention__metier")
        .order_by("pk")
    )
    lisibles = set(
        intentions_lisibles(request.user, le=le)
        .filter(pk__in=[retenue.intention_id for retenue in retenues])
        .values_list("pk", flat=True)
    )
    return [{"retenue": retenue, "lisible": retenue.intention_id in lisibles} for retenue in retenues]
