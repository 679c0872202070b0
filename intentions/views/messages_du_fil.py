"""What is written about an intention: one page, for each of those who take part in it."""

from functools import partial

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_http_methods, require_safe

from comptes import acces
from intentions.actions.ecrire import ecrire_au_fil
from intentions.forms.message import ENVOYE, MessageForm
from intentions.models import IntentionEmbauche
from intentions.queries.participants import fils_ouverts_a, participants_du_fil, qualite_dans_le_fil
from noyau.fil import lignes_du_fil
from noyau.messagerie import fil_de, marquer_lu, pieces_des_messages
from noyau.televersement import reponse_piece
from referentiels.regles.typographie import enumerer


@require_http_methods(["GET", "POST"])
def intention(request: HttpRequest, pk: int) -> HttpResponse:
    """Read what was written, and write."""
    lue = get_object_or_404(
        fils_ouverts_a(request.user).select_related(
            "employeur", "metier", "partenaire", "organisme_choisi", "organisme_engage"
        ),
        pk=pk,
    )
    qualite = qualite_dans_le_fil(request.user, lue)
    form = MessageForm.vierge()
    if request.method == "POST":
        form = MessageForm(request.POST, request.FILES)
        if form.confier(partial(ecrire_au_fil, intention_id=pk, par=request.user)):
            messages.success(request, ENVOYE)
            return redirect("messages:intention", pk)
    fil = fil_de(lue)
    if fil:
        marquer_lu(lue, request.user, jusqu_a=fil[-1].pk)
    contexte = {
        "intention": lue,
        "chemin": _chemin(request, lue),
        "messages_fil": lignes_du_fil(fil, request.user, url_piece="messages:piece"),
        "lecteurs": enumerer(participants_du_fil(lue)),
        "qualite": qualite,
        "form": form,
    }
    return render(request, "intentions/messages.html", contexte)


@require_safe
def piece(request: HttpRequest, pk: int) -> FileResponse:
    """A file joined to a message, for those who take part in its thread."""
    jointe = get_object_or_404(pieces_des_messages(IntentionEmbauche), pk=pk)
    get_object_or_404(fils_ouverts_a(request.user), pk=jointe.objet_id)
    return reponse_piece(jointe)


def _chemin(request: HttpRequest, lue: IntentionEmbauche) -> list[dict[str, str]]:
    """Give the way back to the page of the intention that this person has."""
    numero = lue.reference
    if acces.est_agent(request.user):
        return [
            {"titre": "Intentions d’embauche", "url": reverse("admin:intentions_intentionembauche_changelist")},
            {"titre": numero, "url": reverse("admin:intentions_intentionembauche_change", args=[lue.pk])},
        ]
    titre, liste, detail = _origine(request, lue)
    try:
        return [{"titre": titre, "url": reverse(liste)}, {"titre": numero, "url": reverse(detail, args=[lue.pk])}]
    except NoReverseMatch:
        return [{"titre": titre, "url": reverse("comptes:espace")}]


def _origine(request: HttpRequest, lue: IntentionEmbauche) -> tuple[str, str, str]:
    """Give the words of the list it comes from, and the addresses of that list and of its page there."""
    siennes = IntentionEmbauche.objects.filter(pk=lue.pk)
    if siennes.de_l_employeur(request.user).exists():
        return "Mes intentions", "intentions:liste", "intentions:detail"
    if siennes.transmises_par(request.user).exists():
        return "Intentions transmises", "transmissions:liste", "transmissions:detail"
    return "Intentions", "sessions:intentions", "sessions:intention"
