"""What is written about a request: one page, for its employer and for officers."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aides.actions.ecrire import ecrire_a_la_demande, qualite_pour
from aides.models import DemandeAide
from aides.views.presentation import chemin
from comptes import acces
from intentions.forms.message import ENVOYE, MessageForm
from noyau.fil import lignes_du_fil
from noyau.messagerie import fil_de, marquer_lu


@require_http_methods(["GET", "POST"])
def fil(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what was written, and write."""
    visibles = DemandeAide.objects.visibles_pour(request.user).exclude(numero=None)
    demande = get_object_or_404(visibles.select_related("employeur"), pk=pk)
    form = MessageForm.vierge()
    if request.method == "POST":
        form = MessageForm(request.POST, request.FILES)
        if form.confier(partial(ecrire_a_la_demande, demande_id=pk, par=request.user)):
            messages.success(request, ENVOYE)
            return redirect("aides:messages", pk)
    lus = fil_de(demande)
    if lus:
        marquer_lu(demande, request.user, jusqu_a=lus[-1].pk)
    contexte = {
        "demande": demande,
        "chemin": _chemin(request, demande),
        "messages_fil": lignes_du_fil(lus, request.user, url_piece="aides:piece"),
        "qualite": qualite_pour(request.user, demande),
        "form": form,
    }
    return render(request, "aides/messages.html", contexte)


def _chemin(request: HttpRequest, demande: DemandeAide) -> list[dict[str, str]]:
    if acces.est_agent(request.user):
        page = reverse("admin:aides_demandeaide_change", args=[demande.pk])
        return [
            {"titre": "Demandes d’aide", "url": reverse("admin:aides_demandeaide_changelist")},
            {"titre": demande.reference, "url": page},
        ]
    return chemin(demande)
