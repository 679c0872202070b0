"""What trainees think of a training body: its own page, where it answers, and the one everybody reads."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comptes import acces
from insertion.actions.avis import repondre_a_un_avis
from insertion.forms.avis import ReponseForm
from insertion.models import AvisStagiaire
from insertion.queries.avis import PUBLIES, file_de, lus_dans_l_ordre, moyennes_de
from noyau.erreurs import RegleViolee
from noyau.listes import page_de_cles, pages
from referentiels.models import OrganismeFormation


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """The opinions on a training body's own sessions: means, published comments, what it answered."""
    acces.retenir(request.user)
    if not acces.constantes(acces.organismes_de(request.user)):
        raise PermissionDenied
    siens = AvisStagiaire.objects.visibles_pour(request.user)
    contexte = {"moyennes": moyennes_de(siens), **_page(request, siens), "repond": True}
    return render(request, "insertion/avis.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def reponse(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one published comment."""
    siens = AvisStagiaire.objects.visibles_pour(request.user).publies().select_related("parcours__session")
    avis = get_object_or_404(siens, pk=pk)
    if acces.est_agent(request.user):
        raise PermissionDenied
    form = ReponseForm(request.POST if request.method == "POST" else None, initial={"reponse": avis.reponse})
    if request.method == "POST" and form.is_valid():
        try:
            repondre_a_un_avis(avis_id=avis.pk, reponse=form.cleaned_data["reponse"], par=request.user)
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(request, "Votre réponse est enregistrée : elle paraît une fois lue par la Région.")
            return redirect("insertion:avis")
    return render(request, "insertion/avis_reponse.html", {"avis": avis, "form": form})


@login_not_required
@require_safe
def public(request: HttpRequest, pk: int) -> HttpResponse:
    """What former trainees say of a training body, for everybody: no name, no day, no mark of one person alone."""
    organisme = get_object_or_404(OrganismeFormation, pk=pk)
    recus = AvisStagiaire.objects.filter(organisme=organisme)
    contexte = {"organisme": organisme, "moyennes": moyennes_de(recus), **_page(request, recus), "repond": False}
    return render(request, "insertion/avis_public.html", contexte)


def _page(request: HttpRequest, recus: QuerySet[AvisStagiaire]) -> dict[str, Any]:
    page = page_de_cles(request, file_de(recus, PUBLIES))
    return {"page": page, "pages": pages(request, page), "avis_publies": lus_dans_l_ordre(page, PUBLIES)}
