"""The demonstration's mailbox: every message the service sent, whoever it is for. Exists in the demonstration only."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from noyau.boite import MessageRecu, PieceRecue
from noyau.cadre_de_message import cadre, page_de_message

MESSAGES_PAR_PAGE = 50
DESTINATAIRES_MONTRES = 30


def en_demonstration(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is found in the demonstration only; there, its people are invented and it needs no account."""

    @wraps(vue)
    def garde(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return vue(request, *args, **kwargs)

    return login_not_required(require_safe(garde))


@en_demonstration
def boite(request: HttpRequest) -> HttpResponse:
    """The messages, newest first; the list asks for what is new every three seconds (204: nothing is)."""
    pour = request.GET.get("pour", "")
    recus = MessageRecu.objects.filter(destinataire=pour) if pour else MessageRecu.objects.all()
    dernier = recus.aggregate(dernier=Max("pk"))["dernier"] or 0
    if request.htmx and request.GET.get("dernier") == str(dernier):
        return HttpResponse(status=204)
    contexte = {
        "recus": recus.annotate(nombre_de_pieces=Count("pieces"))
        .defer("corps", "corps_html")
        .order_by("-recu_le", "-pk")[:MESSAGES_PAR_PAGE],
        "destinataires": MessageRecu.objects.values("destinataire")
        .annotate(nombre=Count("pk"), recent=Max("recu_le"))
        .order_by("-recent", "destinataire")[:DESTINATAIRES_MONTRES],
        "pour": pour,
        "dernier": dernier,
    }
    return render(request, "noyau/_boite_messages.html" if request.htmx else "noyau/boite.html", contexte)


@en_demonstration
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: its words, its documents, and how it looks."""
    recu = get_object_or_404(MessageRecu, pk=pk)
    pieces = recu.pieces.defer("contenu").order_by("pk")
    return render(request, "noyau/boite_message.html", {"recu": recu, "pieces": pieces})


@cadre
@en_demonstration
def message_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a message, for the frame of its page."""
    return page_de_message(get_object_or_404(MessageRecu, pk=pk).corps_html)


@en_demonstration
def piece(request: HttpRequest, pk: int) -> HttpResponse:
    """A document that came with a message. Only PDF opens in the browser."""
    jointe = get_object_or_404(PieceRecue, pk=pk)
    mode = "inline" if jointe.type_mime == "application/pdf" else "attachment"
    entetes = {"Content-Disposition": f'{mode}; filename="{jointe.nom}"'}
    return HttpResponse(bytes(jointe.contenu), content_type=jointe.type_mime, headers=entetes)
