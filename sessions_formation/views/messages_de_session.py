"""What is written about a session: one page for the training body and the mandataire, and a part of the officer's."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comptes import acces
from intentions.forms.message import MessageForm
from noyau.erreurs import RegleViolee
from noyau.fil import lignes_du_fil
from noyau.messagerie import CATEGORIE, fil_de, marquer_lu
from noyau.pieces import Piece
from noyau.televersement import reponse_piece
from referentiels.regles.typographie import enumerer
from sessions_formation.actions.ecrire import ecrire_a_la_session
from sessions_formation.models import Session
from sessions_formation.queries.fil import fils_ouverts_a, participants_du_fil, qualite_dans_le_fil

DOSSIER = "admin:sessions_formation_session_change"


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what was written, and write. Sent from the officer's page (``retour``), it leads back there."""
    lue = get_object_or_404(fils_ouverts_a(request.user).select_related("organisme", "lot"), pk=pk)
    form = MessageForm.vierge()
    if request.method == "POST":
        form = MessageForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                ecrire_a_la_session(
                    session_id=pk,
                    par=request.user,
                    texte=form.cleaned_data["texte"],
                    envoi=form.cleaned_data["envoi"],
                    pieces=form.pieces,
                )
            except RegleViolee as refus:
                form.add_error("texte", list(refus.motifs))
            else:
                messages.success(request, "Message envoyé : les autres personnes du dossier sont prévenues.")
                return redirect(_suite(request, lue))
    contexte = {"session": lue, "chemin": _chemin(request, lue), **fil_de_la_session(request, lue, form=form)}
    return render(request, "sessions/messages.html", contexte)


@require_safe
def piece(request: HttpRequest, pk: int) -> FileResponse:
    """A file joined to a message, for those who take part in its thread."""
    jointe = get_object_or_404(
        Piece, pk=pk, objet_type=Session._meta.label_lower, categorie=CATEGORIE, message__isnull=False
    )
    get_object_or_404(fils_ouverts_a(request.user), pk=jointe.objet_id)
    return reponse_piece(jointe)


def fil_de_la_session(request: HttpRequest, lue: Session, *, form: MessageForm | None = None) -> dict[str, Any]:
    """Give what ``sessions/_messages.html`` draws, and note that its reader has read it (5 queries at most)."""
    fil = fil_de(lue)
    if fil:
        marquer_lu(lue, request.user, jusqu_a=fil[-1].pk)
    return {
        "messages_fil": lignes_du_fil(fil, request.user, url_piece="messages_session:piece"),
        "lecteurs": enumerer(participants_du_fil(lue)),
        "qualite": qualite_dans_le_fil(request.user, lue),
        "message_form": form or MessageForm.vierge(),
    }


def _suite(request: HttpRequest, lue: Session) -> str:
    if request.POST.get("retour") == "dossier" and acces.est_agent(request.user):
        return f"{reverse(DOSSIER, args=[lue.pk])}#t-messages"
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
