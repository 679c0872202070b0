"""A training body says that it is interested in a free intention, or takes it back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from intentions.models import IntentionEmbauche, Interet
from noyau.erreurs import RegleViolee
from sessions_formation.actions.interets import declarer_interet, retirer_interet
from sessions_formation.forms.besoins import InteretForm
from sessions_formation.queries.intentions import intentions_a_prendre
from sessions_formation.queries.interets import nos_interets, organismes_interessables
from sessions_formation.views.acces import pour_organisme
from sessions_formation.views.prise import lieu_de


@require_http_methods(["GET", "POST"])
@pour_organisme
def declarer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a few words, then tell the employer. Somebody who came first, or a second tab, is told kindly."""
    le = timezone.localdate()
    libres = intentions_a_prendre(request.user, le=le).filter(organisme_choisi=None)
    intention = libres.pour_liste().filter(pk=pk).first()
    if intention is None:
        return _plus_libre(request)
    deja = {interet.organisme_id for interet in nos_interets(request.user, intention)}
    organismes = [o for o in organismes_interessables(request.user, intention, le=le) if o.pk not in deja]
    if not organismes:
        messages.info(request, "Votre intérêt est déjà signalé : l’employeur a reçu vos coordonnées.")
        return redirect("sessions:intention", pk)
    form = InteretForm(request.POST if request.method == "POST" else None, organismes=organismes)
    if request.method == "POST" and form.is_valid():
        return _declarer(request, intention, form)
    contexte = {"intention": intention, "form": form, "lieu": lieu_de(intention), "organismes": organismes}
    return render(request, "besoins/interet.html", contexte)


@require_POST
@pour_organisme
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an interest back; a second click changes nothing."""
    interet = get_object_or_404(Interet.objects.visibles_pour(request.user), pk=pk)
    try:
        retirer_interet(interet_id=pk, par=request.user)
    except Interet.DoesNotExist:
        raise Http404 from None
    except RegleViolee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, "Intérêt retiré : l’employeur ne voit plus votre organisme.")
    return redirect("sessions:intention", interet.intention_id)


def _declarer(request: HttpRequest, intention: IntentionEmbauche, form: InteretForm) -> HttpResponse:
    try:
        declarer_interet(
            intention_id=intention.pk,
            organisme_id=form.organisme_id,
            message=form.cleaned_data["message"],
            par=request.user,
            le=timezone.localdate(),
        )
    except IntentionEmbauche.DoesNotExist:
        return _plus_libre(request)
    except RegleViolee as refus:
        messages.info(request, str(refus))
    else:
        nom = intention.employeur.nom
        messages.success(request, f"{nom} est prévenu de votre intérêt, avec vos coordonnées.")
    return redirect("sessions:intention", intention.pk)


def _plus_libre(request: HttpRequest) -> HttpResponse:
    """The same answer whether it never was theirs or was taken in between: nothing is told of other people's files."""
    if request.method != "POST":
        raise Http404
    messages.info(request, "Cette intention n’est plus à prendre : son employeur a choisi, ou l’a retirée.")
    return redirect("sessions:intentions")
