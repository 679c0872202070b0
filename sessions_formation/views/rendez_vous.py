"""What employers are invited to: from their account, or by the personal link of the e-mail, without one."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from comptes.liens import LienInvalide, LienPerime, Usage, lire
from comptes.models import Utilisateur
from noyau.agenda import Methode
from noyau.discretion import discrete
from noyau.erreurs import RegleViolee
from noyau.listes import adresse, page_de, pages
from noyau.templatetags.maison import horaire
from sessions_formation.actions.presences import fermeture_de, repondre_a_l_invitation
from sessions_formation.forms.etapes import ReponseForm
from sessions_formation.models import InvitationEtape
from sessions_formation.queries.etapes import agenda_de, destinataire_de, rendez_vous_de
from sessions_formation.queries.suivi_des_etapes import etat_pour_l_employeur
from sessions_formation.views.etapes import reponse_agenda

# A step is planned months ahead: its link lives until it is over, and opens that step alone.
VALIDITE = timedelta(days=365)
PASSES = "passes"


def cachee(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Keep a page whose address is a key out of caches and search engines."""

    @wraps(vue)
    def ouverte(request: HttpRequest, jeton: str) -> HttpResponse:
        return discrete(vue(request, jeton))

    return never_cache(ouverte)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """What the person's establishments are invited to, the next first."""
    maintenant = timezone.now()
    passes = request.GET.get("quand") == PASSES
    page = page_de(request, rendez_vous_de(request.user, passes=passes, maintenant=maintenant))
    contexte = {
        "passes": passes,
        "filtres": [
            {"texte": "À venir", "url": adresse(request, quand=None), "courant": not passes},
            {"texte": "Passés", "url": adresse(request, quand=PASSES), "courant": passes},
        ],
        "page": page,
        "pages": pages(request, page),
        "lignes": [
            {
                "invitation": invitation,
                "quand": horaire(invitation.etape.debut, invitation.etape.fin),
                "etat": etat_pour_l_employeur(invitation, maintenant),
            }
            for invitation in page
        ],
    }
    return render(request, "sessions/rendez_vous.html", contexte)


@require_http_methods(["GET", "POST"])
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One rendez-vous, and the answer to it."""
    invitation = get_object_or_404(_lues().visibles_pour(request.user), pk=pk)
    form = ReponseForm(request.POST or None, initial=_initial(invitation))
    if form.is_valid():
        _repondre(request, invitation, form, par=request.user)
        return redirect("rendez_vous:detail", pk)
    fichier = reverse("rendez_vous:agenda", args=[pk])
    return _page(request, invitation, form, fichier=fichier, compte=True)


@require_safe
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """One rendez-vous as a calendar file."""
    invitation = get_object_or_404(_lues().visibles_pour(request.user), pk=pk)
    return _agenda(request, invitation, reverse("rendez_vous:detail", args=[pk]))


@cachee
@login_not_required
@require_http_methods(["GET", "POST"])
def lien(request: HttpRequest, jeton: str) -> HttpResponse:
    """The same page for who holds the link of the e-mail. Opening it does nothing: only the button answers."""
    try:
        invitation, courriel = _par_lien(jeton)
    except LienPerime:
        return render(request, "sessions/rendez_vous_perime.html", status=410)
    form = ReponseForm(request.POST or None, initial=_initial(invitation))
    if form.is_valid():
        _repondre(request, invitation, form, par=None, courriel=courriel)
        return redirect("rendez_vous:lien", jeton)
    fichier = reverse("rendez_vous:lien_agenda", args=[jeton])
    return _page(request, invitation, form, fichier=fichier, compte=False)


@cachee
@login_not_required
@require_safe
def lien_agenda(request: HttpRequest, jeton: str) -> HttpResponse:
    """The calendar file, by the link of the e-mail."""
    try:
        invitation, _ = _par_lien(jeton)
    except LienPerime:
        return render(request, "sessions/rendez_vous_perime.html", status=410)
    return _agenda(request, invitation, reverse("rendez_vous:lien", args=[jeton]))


def _lues():
    return InvitationEtape.objects.avec_tenue().select_related(
        "etape__session__organisme",
        "etape__session__demandeur",
        "intention__employeur",
        "intention__metier",
        "intention__deposant",
    )


def _par_lien(jeton: str) -> tuple[InvitationEtape, str]:
    """Read a link. 404 for one that is not ours, or was sent to somebody who is no longer the contact."""
    try:
        lu = lire(Usage.ETAPE, jeton, validite=VALIDITE)
    except LienInvalide as erreur:
        raise Http404 from erreur
    invitation = get_object_or_404(_lues(), pk=lu.objet)
    if destinataire_de(invitation).lower() != lu.courriel:
        raise Http404
    return invitation, lu.courriel


def _initial(invitation: InvitationEtape) -> dict[str, str]:
    return {} if invitation.viendra is None else {"viendra": "oui" if invitation.viendra else "non"}


def _repondre(
    request: HttpRequest,
    invitation: InvitationEtape,
    form: ReponseForm,
    *,
    par: Utilisateur | None,
    courriel: str = "",
) -> None:
    try:
        repondre_a_l_invitation(
            invitation_id=invitation.pk,
            viendra=form.reponse,
            par=par,
            courriel=courriel,
            maintenant=timezone.now(),
        )
    except RegleViolee as refus:
        messages.info(request, str(refus))
    else:
        organisme = invitation.etape.session.organisme
        messages.success(request, f"C’est noté : {organisme} le sait.")


def _page(
    request: HttpRequest, invitation: InvitationEtape, form: ReponseForm, *, fichier: str, compte: bool
) -> HttpResponse:
    maintenant = timezone.now()
    etape = invitation.etape
    contexte: dict[str, Any] = {
        "invitation": invitation,
        "etape": etape,
        "session": etape.session,
        "intention": invitation.intention,
        "quand": horaire(etape.debut, etape.fin),
        "etat": etat_pour_l_employeur(invitation, maintenant),
        "fermee": fermeture_de(invitation, maintenant=maintenant),
        "form": form,
        "fichier": fichier,
        "compte": compte,
    }
    return render(request, "sessions/rendez_vous_detail.html", contexte)


def _agenda(request: HttpRequest, invitation: Any, adresse_page: str) -> HttpResponse:
    tient = invitation.tenue and not invitation.etape.annulee
    methode = Methode.PUBLIER if tient else Methode.ANNULER
    faits = {**agenda_de(invitation.etape, methode), "adresse": request.build_absolute_uri(adresse_page)}
    return reponse_agenda(faits)
