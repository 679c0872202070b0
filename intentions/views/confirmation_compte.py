"""The employer's word from its account: on an intention that somebody else wrote for its establishment."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from intentions.actions.confirmer import confirmer_intention, desavouer_intention
from intentions.forms.confirmation import DesaveuForm
from intentions.models import IntentionEmbauche
from intentions.views.presentation import chemin_sous
from noyau.erreurs import RegleViolee, TransitionImpossible
from referentiels.regles.typographie import composer


@require_POST
def confirmer(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what was written for the person's establishment. A second click is told that it is done."""
    try:
        confirmer_intention(intention_id=pk, le=localdate(), par=request.user, nom_public="nom_public" in request.POST)
    except IntentionEmbauche.DoesNotExist:
        raise Http404 from None
    except TransitionImpossible as deja:
        messages.info(request, str(deja))
    except RegleViolee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, composer("Merci : votre intention est confirmée."))
    return redirect("intentions:detail", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def desavouer(request: HttpRequest, pk: int) -> HttpResponse:
    """« Ce n’est pas exact, ou pas ma demande »: ask what is wrong, say what follows, then withdraw it."""
    siennes = IntentionEmbauche.objects.de_l_employeur(request.user).filter(partenaire__isnull=False)
    intention = get_object_or_404(siennes.select_related("metier", "partenaire"), pk=pk)
    form = DesaveuForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            desavouer_intention(intention_id=pk, motif=form.cleaned_data["motif"], le=localdate(), par=request.user)
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "C’est noté, cette intention est retirée.")
        return redirect("intentions:detail", pk)
    contexte = {
        "chemin": chemin_sous(intention, request.user),
        "ici": "Refuser",
        "intention": intention,
        "form": form,
        "titre": f"Refuser l’intention {intention.numero}",
        "effets": [
            composer("Elle est retirée : personne ne la prend en charge."),
            f"{intention.partenaire} reçoit ce que vous écrivez, et peut en transmettre une autre, exacte cette fois.",
            "La Région en est prévenue.",
        ],
        "verbe": "Refuser l’intention",
        "renoncer_texte": "Revenir sans rien changer",
    }
    return render(request, "intentions/confirmer.html", contexte)
