"""The steps of a session on the training body's side: plan, move, call off, invite, note who came."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intentions.enums import Etape
from noyau.agenda import NOM_DU_FICHIER, Methode, fichier_agenda
from noyau.erreurs import RegleViolee
from noyau.templatetags.maison import horaire
from sessions_formation.actions.etapes import (
    PLANIFIABLE,
    CreneauRefuse,
    annuler_etape,
    deplacer_etape,
    inviter_a_l_etape,
    planifier_etape,
)
from sessions_formation.actions.presences import noter_presences
from sessions_formation.forms.etapes import (
    AnnulationForm,
    CreneauForm,
    EtapeForm,
    InviterForm,
    PresencesForm,
    initial_de,
)
from sessions_formation.models import EtapeSession, Session
from sessions_formation.queries.etapes import (
    adresse_de_l_etape,
    agenda_de,
    invitations_de,
    retenues_a_inviter,
)
from sessions_formation.queries.suivi_des_etapes import etat_de_l_etape, presence_de, reponse_de


@require_http_methods(["GET", "POST"])
def nouvelle(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan a step of one's own session."""
    session = get_object_or_404(Session.objects.modifiables_par(request.user).select_related("lot"), pk=pk)
    if session.statut not in PLANIFIABLE:
        messages.info(request, "Les étapes se datent une fois l’ouverture demandée, et jusqu’à la fin de la session.")
        return redirect("sessions:demande", pk=pk)
    retenues = retenues_a_inviter(session)
    initial = {"lieu": session.lieu_affiche}
    form = EtapeForm(request.POST or None, retenues=retenues, initial=initial)
    if form.is_valid():
        try:
            etape = planifier_etape(
                session_id=pk,
                par=request.user,
                nature=Etape(form.cleaned_data["nature"]),
                creneau=form.creneau,
                intentions=form.cleaned_data.get("autres", []),
                maintenant=timezone.now(),
            )
        except RegleViolee as refus:
            _dire(form, refus)
        else:
            messages.success(request, "Le rendez-vous est fixé : les employeurs invités reçoivent un courriel.")
            return redirect("sessions:etape", pk, etape.pk)
    return render(request, "sessions/etape_nouvelle.html", {"session": session, "form": form})


@require_safe
def detail(request: HttpRequest, pk: int, etape: int) -> HttpResponse:
    """A step, who is invited, what they answered; afterwards, who came."""
    lue = _lire(request, pk, etape)
    return _page(request, lue)


@require_http_methods(["GET", "POST"])
def deplacer(request: HttpRequest, pk: int, etape: int) -> HttpResponse:
    """Give a step another time or place."""
    lue = _la_sienne(request, pk, etape)
    form = CreneauForm(request.POST or None, initial=initial_de(lue))
    if form.is_valid():
        try:
            deplacer_etape(etape_id=lue.pk, par=request.user, creneau=form.creneau, maintenant=timezone.now())
        except CreneauRefuse as refus:
            _dire(form, refus)
        except RegleViolee as refus:
            messages.info(request, str(refus))
            return redirect(adresse_de_l_etape(lue))
        else:
            messages.success(request, "C’est changé : les employeurs invités reçoivent la nouvelle date par courriel.")
            return redirect(adresse_de_l_etape(lue))
    return render(request, "sessions/etape_deplacer.html", {"etape": lue, "session": lue.session, "form": form})


@require_http_methods(["GET", "POST"])
def annuler(request: HttpRequest, pk: int, etape: int) -> HttpResponse:
    """Call a step off, after a page that says what follows."""
    lue = _la_sienne(request, pk, etape)
    form = AnnulationForm(request.POST or None)
    if form.is_valid():
        try:
            annuler_etape(
                etape_id=lue.pk, par=request.user, motif=form.cleaned_data["motif"], maintenant=timezone.now()
            )
        except RegleViolee as refus:
            messages.info(request, str(refus))
        else:
            messages.success(request, "Le rendez-vous est annulé : les employeurs invités en reçoivent la raison.")
        return redirect(adresse_de_l_etape(lue))
    effets = [
        "Les employeurs invités reçoivent un courriel, avec votre raison.",
        "Le rendez-vous s’efface de leur agenda.",
        "Une étape annulée ne se reprend pas : vous en fixerez une autre.",
    ]
    contexte = {"etape": lue, "session": lue.session, "form": form, "effets": effets}
    return render(request, "sessions/etape_annuler.html", contexte)


@require_POST
def inviter(request: HttpRequest, pk: int, etape: int) -> HttpResponse:
    """Invite more employers of the session."""
    lue = _la_sienne(request, pk, etape)
    form = InviterForm(request.POST, retenues=retenues_a_inviter(lue.session, sauf=lue))
    if not form.is_valid():
        return _page(request, lue, inviter=form)
    try:
        inviter_a_l_etape(
            etape_id=lue.pk,
            par=request.user,
            intentions=form.cleaned_data.get("autres", []),
            maintenant=timezone.now(),
        )
    except RegleViolee as refus:
        messages.info(request, str(refus))
    else:
        messages.success(request, "Invitation envoyée.")
    return redirect(adresse_de_l_etape(lue))


@require_POST
def presences(request: HttpRequest, pk: int, etape: int) -> HttpResponse:
    """Note who came, or correct it."""
    lue = _la_sienne(request, pk, etape)
    form = PresencesForm(request.POST, invitations=invitations_de(lue))
    if not form.is_valid():
        return _page(request, lue, presences=form)
    try:
        noter_presences(etape_id=lue.pk, par=request.user, presences=form.presences, maintenant=timezone.now())
    except RegleViolee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "Présences notées.")
    return redirect(adresse_de_l_etape(lue))


@require_safe
def agenda(request: HttpRequest, pk: int, etape: int) -> HttpResponse:
    """The step as a calendar file."""
    lue = _lire(request, pk, etape)
    faits = {**agenda_de(lue, Methode.PUBLIER), "adresse": request.build_absolute_uri(adresse_de_l_etape(lue))}
    return reponse_agenda(faits)


def reponse_agenda(rendez_vous: dict[str, Any]) -> HttpResponse:
    """Give a calendar file to a browser, to be opened by the calendar of the person."""
    entetes = {
        "Content-Disposition": f'attachment; filename="{NOM_DU_FICHIER}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(fichier_agenda(rendez_vous), content_type="text/calendar; charset=utf-8", headers=entetes)


def _lire(request: HttpRequest, pk: int, etape: int) -> EtapeSession:
    session = get_object_or_404(Session.objects.visibles_pour(request.user), pk=pk)
    etapes = EtapeSession.objects.select_related(
        "session__organisme", "session__demandeur", "session__lot", "creee_par"
    )
    return get_object_or_404(etapes, pk=etape, session=session)


def _la_sienne(request: HttpRequest, pk: int, etape: int) -> EtapeSession:
    get_object_or_404(EtapeSession.objects.modifiables_par(request.user), pk=etape, session=pk)
    return _lire(request, pk, etape)


def _page(request: HttpRequest, etape: EtapeSession, **saisies: Any) -> HttpResponse:
    maintenant = timezone.now()
    a_nous = EtapeSession.objects.modifiables_par(request.user).filter(pk=etape.pk).exists()
    invitations = list(invitations_de(etape))
    tenue = etape.commencee(maintenant) and not etape.annulee
    modifiable = a_nous and not etape.annulee and not tenue and etape.session.statut in PLANIFIABLE
    contexte = {
        "etape": etape,
        "session": etape.session,
        "etat": etat_de_l_etape(etape, maintenant),
        "quand": horaire(etape.debut, etape.fin),
        "tenue": tenue,
        "modifiable": modifiable,
        "lignes": [
            {"invitation": i, "reponse": reponse_de(i), "presence": presence_de(i, maintenant)} for i in invitations
        ],
        "inviter": None,
        "presences": None,
    }
    if modifiable and (restantes := retenues_a_inviter(etape.session, sauf=etape)):
        contexte["inviter"] = saisies.get("inviter") or InviterForm(retenues=restantes)
    if tenue and a_nous and invitations:
        contexte["presences"] = saisies.get("presences") or PresencesForm(invitations=invitations)
    return render(request, "sessions/etape.html", contexte)


def _dire(form: CreneauForm, refus: RegleViolee) -> None:
    """Put each sentence beside the field it is about."""
    if isinstance(refus, CreneauRefuse):
        for champ, phrase in refus.champs.items():
            form.add_error(champ, phrase)
    else:
        form.add_error(None, list(refus.motifs))
