"""What is written about a session: one page for the training body and the mandataire, and a part of the officer's."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comptes import acces
from intentions.forms.message import ENVOYE, MessageForm
from noyau.messagerie import pieces_des_messages
from noyau.televersement import reponse_piece
from sessions_formation.actions.ecrire import ecrire_a_la_session
from sessions_formation.forms.fil import fil_de_la_session
from sessions_formation.models import Session
from sessions_formation.queries.fil import fils_ouverts_a

DOSSIER = "admin:sessions_formation_session_change"
MESSAGES = "admin:sessions_formation_session_echanges"


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what was written, and write. Sent from the officer's page (``retour``), it leads back there."""
    lue = get_object_or_404(fils_ouverts_a(request.user).select_related("organisme", "lot"), pk=pk)
    form = MessageForm.vierge()
    if request.method == "POST":
        form = MessageForm(request.POST, request.FILES)
        if form.confier(partial(ecrire_a_la_session, session_id=pk, par=request.user)):
            messages.success(request, ENVOYE)
            return redirect(_suite(request, lue))
    contexte = {"session": lue, "chemin": _chemin(request, lue), **fil_de_la_session(request, lue, form=form)}
    return render(request, "sessions/messages.html", contexte)


@require_safe
def piece(request: HttpRequest, pk: int) -> FileResponse:
    """A file joined to a message, for those who take part in its thread."""
    jointe = get_object_or_404(pieces_des_messages(Session), pk=pk)
    get_object_or_404(fils_ouverts_a(request.user), pk=jointe.objet_id)
    return reponse_piece(jointe)


def _suite(request: HttpRequest, lue: Session) -> str:
    if request.POST.get("retour") == "dossier" and acces.est_agent(request.user):
        return f"{reverse(MESSAGES, args=[lue.pk])}#t-messages"
    return reverse("messages_session:session", args=[lue.pk])


def _chemin(request: HttpRequest, lue: Session) -> list[dict[str, str]]:
    if acces.est_agent(request.user):
        return [
            {"titre": "Demandes à décider", "url": reverse("admin:sessions_formation_session_changelist")},
            {"titre": lue.reference, "url": reverse(DOSSIER, args=[lue.pk])},
        ]
    return [
        {"titre": "Mes sessions", "url": reverse("sessions:liste")},
        {"titre": lue.reference, "url": reverse("sessions:demande", args=[lue.pk])},
    ]
