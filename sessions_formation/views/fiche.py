"""The sheet of a session: written by its training body, read by its mandataire and the Région, seen before it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from noyau.erreurs import DossierModifie, TransitionImpossible
from noyau.listes import page_de, pages
from sessions_formation.actions.fiche import ecrire_fiche, fiche_modifiable
from sessions_formation.forms.fiche import FicheForm, initial_de
from sessions_formation.models import FicheSession, Session
from sessions_formation.models.sessions import perimetre_de
from sessions_formation.queries.diagnostic import a_completer
from sessions_formation.queries.fiches import fiche_a_reprendre
from sessions_formation.queries.publiees import EN_LIGNE
from sessions_formation.views.acces import pour_organisme

APERCU = "apercu"


@require_http_methods(["GET", "POST"])
def fiche(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the sheet of one's own session, read that of the group's. ``acte=apercu`` shows it and saves nothing."""
    lues = Session.objects.visibles_pour(request.user).select_related("lot", "organisme", "certification")
    session = get_object_or_404(lues, pk=pk)
    ecrite = FicheSession.objects.filter(session=session).select_related("ecrite_par").first()
    sienne = Session.objects.modifiables_par(request.user).filter(pk=pk).exists()
    if not (sienne and fiche_modifiable(session, timezone.localdate())):
        return _lecture(request, session, ecrite, sienne=sienne)
    reprise = None if ecrite else fiche_a_reprendre(session)
    prise = reprise if "reprendre" in request.GET else ecrite
    form = FicheForm(request.POST or None, initial=initial_de(prise, lue=ecrite))
    apercu = autre = None
    if form.is_valid():
        if request.POST.get("acte") == APERCU:
            apercu = FicheSession(session=session, **form.champs)
        elif _enregistrer(request, session, form):
            return redirect("sessions:demande", pk=pk)
        else:
            # What somebody else wrote meanwhile is shown; who saves again has then read it.
            autre = ecrite
    contexte: dict[str, Any] = {
        "session": session,
        "fiche": ecrite,
        "en_ligne": session.statut in EN_LIGNE,
        "form": form,
        "lue_le": form.initial["lue_le"] if autre else form["lue_le"].value(),
        "apercu": apercu,
        "autre": autre,
        "reprise": reprise,
        "reprend": "reprendre" in request.GET and reprise is not None,
    }
    return render(request, "sessions/fiche.html", contexte)


@require_safe
@pour_organisme
def affichage(request: HttpRequest) -> HttpResponse:
    """The published sessions of the person's training bodies that the Cariforef lacks or tells in short, and why."""
    le = timezone.localdate()
    lignes = a_completer(perimetre_de(request.user).organismes, le=le)
    page = page_de(request, lignes)
    return render(request, "sessions/affichage.html", {"page": page, "pages": pages(request, page)})


def _enregistrer(request: HttpRequest, session: Session, form: FicheForm) -> bool:
    """Save what was typed; tell what prevents it, keeping what was typed."""
    try:
        ecrire_fiche(
            session_id=session.pk,
            par=request.user,
            champs=form.champs,
            lue_le=form.cleaned_data["lue_le"],
            le=timezone.localdate(),
        )
    except DossierModifie as refus:
        form.add_error(None, str(refus))
        return False
    except TransitionImpossible as refus:
        messages.info(request, str(refus))
        return True
    suite = "elle est affichée ainsi." if session.statut in EN_LIGNE else "elle paraîtra avec la session."
    messages.success(request, f"La fiche publique est enregistrée\u00a0: {suite}")
    return True


def _lecture(request: HttpRequest, session: Session, ecrite: FicheSession | None, *, sienne: bool) -> HttpResponse:
    contexte = {"session": session, "apercu": ecrite, "sienne": sienne}
    return render(request, "sessions/fiche_lue.html", contexte)
