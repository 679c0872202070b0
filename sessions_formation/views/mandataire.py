"""The mandataire agrees to a sous-traitant, or does not."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from noyau.erreurs import RegleViolee, TransitionImpossible
from sessions_formation.actions.mandataire import accorder_mandataire
from sessions_formation.enums import StatutSession
from sessions_formation.forms.accord import AccordForm
from sessions_formation.models import Session
from sessions_formation.queries.lots import mene_le_lot
from sessions_formation.queries.reponses import cas_de

REPONSES = {"accorder": True, "refuser": False}


@require_http_methods(["GET", "POST"])
def accord(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is asked and take the answer: ``reponse`` is accorder or refuser."""
    sessions = Session.objects.visibles_pour(request.user)
    session = get_object_or_404(sessions.select_related("lot", "organisme", "lieu__commune", "commune"), pk=pk)
    if not mene_le_lot(request.user, session.lot):
        raise PermissionDenied
    form = AccordForm(request.POST or None)
    reponse = REPONSES.get(request.POST.get("reponse", ""))
    if reponse is not None and form.is_valid():
        try:
            session = accorder_mandataire(
                session_id=pk,
                par=request.user,
                accord=reponse,
                motif=form.cleaned_data["motif"],
                le=timezone.localdate(),
            )
        except TransitionImpossible:
            return _deja_repondu(request, pk)
        except RegleViolee as refus:
            form.add_error("motif", list(refus.motifs))
        else:
            messages.success(request, _annonce(session, accord=reponse))
            return redirect("sessions:demande", pk=pk)
    elif session.statut != StatutSession.ATTENTE_MANDATAIRE:
        return _deja_repondu(request, pk)
    contexte = {"session": session, "form": form, "retenues": _postes(session), "cas": cas_de(session)}
    return render(request, "sessions/accord.html", contexte)


def _postes(session: Session):
    return session.retenues.select_related("intention__employeur", "intention__commune").order_by("pk")


def _annonce(session: Session, *, accord: bool) -> str:
    if accord:
        return f"Accord donné : la demande {session.numero} est chez la Région, {session.organisme} est prévenu."
    return f"Demande {session.numero} refusée : {session.organisme} est prévenu."


def _deja_repondu(request: HttpRequest, pk: int) -> HttpResponse:
    messages.info(request, "Cette demande n’attend plus votre accord : voici où elle en est.")
    return redirect("sessions:demande", pk=pk)
