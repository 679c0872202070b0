"""The one page where a person's arrangements are read and written; each reading is kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noyau.erreurs import RegleViolee
from parcours.actions.amenagement import effacer_amenagement, enregistrer_amenagement
from parcours.forms.amenagement import AmenagementForm
from parcours.models import Amenagement
from parcours.queries.lecteur import amenagements_lisibles
from referentiels.queries.reglement import reglement_au
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture

EFFETS = ("Ce qui est noté disparaît aussitôt, et ne peut pas être retrouvé.", "La fiche de la personne reste.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def amenagement(request: HttpRequest, pk: int) -> HttpResponse:
    """What is arranged, why the page exists and until when it is kept."""
    parcours = _lire(request, pk)
    note = _note(parcours)
    le = timezone.localdate()
    form = AmenagementForm(
        request.POST if request.method == "POST" else None, initial=AmenagementForm.depuis(note), le=le
    )
    if form.is_valid():
        try:
            enregistrer_amenagement(parcours_id=pk, reponses=form.cleaned_data, par=request.user)
        except RegleViolee as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "C’est enregistré.")
            return redirect("parcours:amenagement", pk)
    contexte = {
        "parcours": parcours,
        "stagiaire": parcours.stagiaire,
        "note": note,
        "form": form,
        "mois": reglement_au(le).conservation_stagiaire_mois,
    }
    return render(request, "parcours/amenagement.html", contexte)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def effacer(request: HttpRequest, pk: int) -> HttpResponse:
    """Erase it by hand, before its term."""
    parcours = _lire(request, pk)
    if request.method == "POST":
        effacer_amenagement(parcours_id=pk, par=request.user)
        messages.success(request, "C’est effacé.")
        return redirect("parcours:fiche", pk)
    if _note(parcours) is None:
        return redirect("parcours:amenagement", pk)
    contexte = {"parcours": parcours, "stagiaire": parcours.stagiaire, "effets": EFFETS}
    return render(request, "parcours/amenagement_effacer.html", contexte)


def _lire(request: HttpRequest, pk: int) -> Parcours:
    lisibles = amenagements_lisibles(request.user).select_related("stagiaire", "session__organisme")
    parcours = get_object_or_404(lisibles, pk=pk)
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.AMENAGEMENT)
    return parcours


def _note(parcours: Parcours) -> Amenagement | None:
    return Amenagement.objects.filter(parcours=parcours).select_related("saisi_par").first()
