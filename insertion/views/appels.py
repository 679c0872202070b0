"""Noting a call, in the list itself or on a page of its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from insertion.views.adresses import adresse_ou_rien, retour_a_la_liste
from noyau.erreurs import RegleViolee
from sessions_formation.models import Parcours
from sessions_formation.views.acces import pour_referent
from stagiaires.actions.appeler import JourDeRappelRefuse, noter_appel
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture
from stagiaires.forms.appel import AppelForm
from stagiaires.queries.appels import appels_de


@require_http_methods(["GET", "POST"])
@pour_referent
def appel(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what came of a call to the person of a parcours. The form alone for htmx, put under the person's line."""
    suivis = Parcours.objects.visibles_pour(request.user).select_related("stagiaire", "session__commune")
    parcours = get_object_or_404(suivis, pk=pk)
    le = timezone.localdate()
    form = AppelForm.vierge(le=le)
    if request.method == "POST":
        form = AppelForm(request.POST)
        if form.is_valid() and _noter(request, parcours, form):
            return redirect(_suite(request, parcours))
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    contexte = {
        "parcours": parcours,
        "stagiaire": parcours.stagiaire,
        "form": form,
        "appels": appels_de(parcours.stagiaire),
        "cle": f"p{pk}",
        "renoncer": _suite(request, parcours),
    }
    if not request.htmx:
        return render(request, "insertion/appel.html", contexte)
    reponse = render(request, "insertion/_appel_sur_place.html", contexte)
    # What was refused stays in its line: the list itself has not changed.
    reponse["HX-Retarget"], reponse["HX-Reswap"] = f"#sous-p{pk}", "innerHTML"
    return reponse


def _noter(request: HttpRequest, parcours: Parcours, form: AppelForm) -> bool:
    try:
        appel, nouveau = noter_appel(
            parcours.stagiaire, **form.cleaned_data, par=request.user, le=timezone.localdate()
        )
    except RegleViolee as refus:
        form.add_error("rappeler_le" if isinstance(refus, JourDeRappelRefuse) else None, list(refus.motifs))
        return False
    if nouveau:
        messages.success(request, f"Appel noté : {parcours.stagiaire}, {appel.get_resultat_display().lower()}.")
    return True


def _suite(request: HttpRequest, parcours: Parcours) -> str:
    """Give where one goes back: the person's page when it was opened from there, else the list."""
    fiche = adresse_ou_rien("parcours:fiche", parcours.pk)
    return fiche if request.GET.get("retour") == "fiche" and fiche else retour_a_la_liste(request)
