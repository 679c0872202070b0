"""One request: where it stands, what the rules said, what happened, what to do next."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes.acces import est_agent
from noyau.courriers import Document
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import verdict_de
from referentiels.regles.typographie import composer, compter
from sessions_formation.actions.demander import abandonner_demande, juger
from sessions_formation.actions.etapes import PLANIFIABLE
from sessions_formation.actions.retirer import SANS_SUITE, reprendre_demande, retirer_demande
from sessions_formation.automates import A_DECIDER, PAS_DECIDEE
from sessions_formation.enums import StatutSession
from sessions_formation.forms.accord import RetraitForm
from sessions_formation.models import Composante, Session
from sessions_formation.models.sessions import Perimetre, perimetre_de
from sessions_formation.queries.delais import delais_au
from sessions_formation.queries.fil import nouveaux_du_fil
from sessions_formation.queries.file import position_de, reponse_attendue_le
from sessions_formation.queries.historique import historique_de_l_organisme
from sessions_formation.queries.intentions import intentions_lisibles
from sessions_formation.queries.lots import mandataire_du_lot
from sessions_formation.queries.offres import LIENS
from sessions_formation.queries.postes import retraits_de
from sessions_formation.queries.reponses import cas_de
from sessions_formation.queries.suivi_des_etapes import etapes_du_bloc
from sessions_formation.views.suites import delai_de, suite_de


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A request as its training body and the mandataire of its lot see it."""
    le = timezone.localdate()
    session, perimetre = _lire(request, pk)
    a_nous = session.organisme_id in perimetre.organismes
    brouillon = session.statut == StatutSession.BROUILLON
    constats = juger(session, le=le) if brouillon else session.constats
    historique = historique_de_l_organisme(session)
    composante: Composante | None = getattr(session, "composante", None)
    contexte = {
        "session": session,
        "a_nous": a_nous,
        "bon_a_nous": composante is not None and composante.bon.mandataire_id in perimetre.organismes,
        "le": le,
        **_position(session, historique, le),
        "nouveaux": nouveaux_du_fil(request.user, session),
        "peut_retirer": a_nous and session.statut in PAS_DECIDEE,
        "peut_reprendre": a_nous and session.statut in SANS_SUITE,
        "verdict": verdict_de(constats) if brouillon else session.verdict,
        "constats": constats,
        "jugee_le": le if brouillon else session.jugee_le,
        "retenues": _retenues(request, session, le, a_nous=a_nous),
        "retraits": retraits_de(session),
        "etapes": etapes_du_bloc(session, maintenant=timezone.now()),
        "peut_dater": a_nous and session.statut in PLANIFIABLE,
        "historique": historique,
        "documents": Document.objects.de(session),
        "composante": composante,
        "cas": cas_de(session),
        "mandataire": mandataire_du_lot(session.lot).organisme,
        "peut_accorder": session.statut == StatutSession.ATTENTE_MANDATAIRE and session.lot_id in perimetre.lots,
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
            messages.error(request, str(refus))
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


@require_http_methods(["GET", "POST"])
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a request nobody has decided, after a page that says what it does."""
    session = get_object_or_404(
        Session.objects.modifiables_par(request.user).select_related("lot", "organisme"), pk=pk
    )
    form = RetraitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            retirer_demande(session_id=pk, par=request.user, motif=form.cleaned_data["motif"], le=timezone.localdate())
        except TransitionImpossible:
            return _plus_a_retirer(request, session)
        messages.success(request, f"La demande {session.numero} est retirée. Les employeurs sont prévenus.")
        return redirect("sessions:demande", pk=pk)
    if session.statut not in PAS_DECIDEE:
        return _plus_a_retirer(request, session)
    return render(
        request, "sessions/retirer.html", {"session": session, "form": form, "effets": _effets_du_retrait(session)}
    )


@require_POST
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Start again from a request that led nowhere: a new draft, open on its form."""
    session = get_object_or_404(Session.objects.modifiables_par(request.user), pk=pk)
    try:
        reprise = reprendre_demande(session_id=pk, par=request.user, le=timezone.localdate())
    except RegleViolee as refus:
        messages.error(request, str(refus))
        return redirect("sessions:demande", pk=pk)
    messages.success(request, f"Voici une nouvelle demande, d’après {session.numero} : relisez-la avant de l’envoyer.")
    if reprise.perdues:
        pluriel = "ne sont plus" if reprise.perdues > 1 else "n’est plus"
        messages.warning(request, composer(f"{compter(reprise.perdues, 'intention')} {pluriel} à prendre."))
    return redirect("sessions:modifier", pk=reprise.session.pk)


def _plus_a_retirer(request: HttpRequest, session: Session) -> HttpResponse:
    messages.info(request, "Cette demande ne se retire pas : voici où elle en est.")
    return redirect("sessions:demande", pk=session.pk)


def _effets_du_retrait(session: Session) -> list[str]:
    tenues = session.retenues.filter(active=True).values_list("postes", "intention__employeur")
    rendez_vous = session.etapes.filter(annulee_le=None, debut__gt=timezone.now()).count()
    effets = ["La demande s’arrête là : la Région ne la décide pas, et elle perd sa place dans la file."]
    if postes := sum(nombre for nombre, _ in tenues):
        redeviennent = "redevient" if postes == 1 else "redeviennent"
        employeurs = compter(len({employeur for _, employeur in tenues}), "employeur")
        effets.append(
            f"{compter(postes, 'poste')} de {employeurs} {redeviennent} à prendre, par vous ou par un autre organisme."
            " Les employeurs sont prévenus."
        )
    if rendez_vous:
        effets.append(f"{compter(rendez_vous, 'rendez-vous', 'rendez-vous')} à venir : annulés, les invités prévenus.")
    effets.append("La Région et le mandataire du lot sont prévenus. Vous pourrez reprendre cette demande plus tard.")
    return [composer(effet) for effet in effets]


def _lire(request: HttpRequest, pk: int) -> tuple[Session, Perimetre]:
    """The request, and whose eyes read it: an officer's perimeter is empty, and reads all."""
    sessions = Session.objects.visibles_pour(request.user)
    perimetre = Perimetre(set(), set())
    if not est_agent(request.user):
        perimetre = perimetre_de(request.user)
        sessions = Session.objects.du_perimetre(perimetre)
    lues = sessions.select_related(
        "structure_referente",
        "referent",
        "lot__secteur",
        "lot__groupement",
        "organisme",
        "commune__departement",
        "lieu__commune",
        "certification",
        "demandeur",
        "agent",
        "composante__bon__mandataire",
        *LIENS,
    )
    return get_object_or_404(lues, pk=pk), perimetre


def _position(session: Session, historique: list[LigneJournal], le: date) -> dict[str, Any]:
    """Where the request stands: the words of its state, and in the queue its place and the Région's delay."""
    position = None
    if session.statut in A_DECIDER:
        position = position_de(session, delais=delais_au(le), le=le)
    # An authorised session is published in the same breath, by the service: the words are the officer's.
    voulu = StatutSession.AUTORISEE if session.statut == StatutSession.PUBLIEE else session.statut
    ligne = next((ligne for ligne in historique if ligne.depart != ligne.arrivee == voulu), None)
    avant = None
    if ligne and session.statut == StatutSession.A_COMPLETER:
        avant = reponse_attendue_le(timezone.localtime(ligne.le).date(), reglement=reglement_au(le))
    suite = suite_de(session.statut, ligne=ligne, position=position, reponse_avant=avant)
    return {"suite": suite, "position": position, "delai": delai_de(position) if position else ""}


def _retenues(request: HttpRequest, session: Session, le: date, *, a_nous: bool) -> list[dict[str, Any]]:
    """The posts of the session; the intention itself opens for who may read it only: what one's own request holds, and
    what is to be taken or addressed to its reader."""
    retenues = list(
        session.retenues.sans_les_retraits()
        .select_related("intention__employeur", "intention__commune", "intention__metier")
        .order_by("pk")
    )
    lisibles = {retenue.intention_id for retenue in retenues if a_nous and retenue.active}
    if autres := {retenue.intention_id for retenue in retenues} - lisibles:
        lisibles |= set(intentions_lisibles(request.user, le=le).filter(pk__in=autres).values_list("pk", flat=True))
    return [{"retenue": retenue, "lisible": retenue.intention_id in lisibles} for retenue in retenues]
