"""The employer answers the training bodies interested: it keeps its intention for one of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from intentions.actions.interets import choisir_organisme
from intentions.models import IntentionEmbauche, Interet
from intentions.queries.interets import interets_pour
from intentions.views.presentation import chemin_sous
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer, compter


@require_http_methods(["GET", "POST"])
def choisir(request: HttpRequest, pk: int, interet: int) -> HttpResponse:
    """Name what follows from choosing this training body, then choose it."""
    intention = _sienne(request, pk)
    choisi = _interet(request, intention, interet)
    if request.method == "POST":
        return _choisir(request, intention, choisi)
    if choisi.retire_le:
        messages.info(request, f"{choisi.organisme.nom} a retiré son intérêt : choisissez-en un autre, ou appelez-le.")
        return redirect("intentions:detail", pk)
    nom, avant = choisi.organisme.nom, intention.organisme_choisi
    autres = {i.organisme_id for i in interets_pour(request.user, intention)} | {avant.pk if avant else None}
    combien = len(autres - {choisi.organisme_id, None})
    effets = [
        f"{nom} est prévenu par courriel, avec vos coordonnées.",
        "Les autres organismes ne pourront plus prendre votre intention.",
        "Vous pourrez changer d’avis tant qu’aucune session ne compte sur vos postes.",
    ]
    if combien:
        autres_organismes = compter(combien, "autre organisme intéressé", "autres organismes intéressés")
        effets.insert(1, f"Votre choix est dit par courriel à {autres_organismes}.")
    contexte = {
        "chemin": chemin_sous(intention, request.user),
        "ici": "Choisir un organisme",
        "intention": intention,
        "form": None,
        "titre": composer(f"Choisir {nom} ?"),
        "effets": effets,
        "verbe": f"Choisir {nom}",
        "danger": False,
        "renoncer_texte": "Revenir à l’intention",
    }
    return render(request, "intentions/confirmer.html", contexte)


def _sienne(request: HttpRequest, pk: int) -> IntentionEmbauche:
    siennes = IntentionEmbauche.objects.de_l_employeur(request.user).exclude(numero=None).pour_liste()
    return get_object_or_404(siennes, pk=pk)


def _interet(request: HttpRequest, intention: IntentionEmbauche, pk: int) -> Interet:
    lisibles = Interet.objects.visibles_pour(request.user).filter(intention=intention)
    interet = lisibles.select_related("organisme").filter(pk=pk).first()
    if interet is None:
        raise Http404
    return interet


def _choisir(request: HttpRequest, intention: IntentionEmbauche, interet: Interet) -> HttpResponse:
    deja = intention.organisme_choisi_id == interet.organisme_id
    try:
        choisir_organisme(intention_id=intention.pk, interet_id=interet.pk, par=request.user, le=localdate())
    except RegleViolee as refus:
        messages.error(request, str(refus))
    else:
        dire = messages.info if deja else messages.success
        dire(request, composer(f"{interet.organisme.nom} est votre organisme : il a vos coordonnées."))
    return redirect("intentions:detail", intention.pk)
