"""Who acts with me for one of my organisations: see them, invite one, take an access away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from comptes.actions.collegues import inviter_collegue, retirer_collegue
from comptes.forms.collegue import CollegueForm
from comptes.models import Rattachement, Role
from comptes.queries.rattachements import collegues_de, domaines_de
from noyau.erreurs import RegleViolee

LIEES = ("employeur", "organisme", "structure", "opco")


def _sien(request: HttpRequest, pk: int) -> Rattachement:
    siens = Rattachement.objects.actifs().filter(utilisateur=request.user.pk)
    return get_object_or_404(siens.select_related("utilisateur", *LIEES), pk=pk)


@require_http_methods(["GET", "POST"])
def collegues(request: HttpRequest, pk: int) -> HttpResponse:
    """The people of the organisation that ``pk``, one's own attachment, is about; a POST invites one more."""
    sien = _sien(request, pk)
    form = CollegueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            inviter_collegue(rattachement_id=pk, invite=form.invite, par=request.user, maintenant=timezone.now())
        except RegleViolee as refus:
            form.add_error("courriel", list(refus.motifs))
        else:
            messages.success(request, f"L’invitation est partie à {form.invite.courriel}.")
            return redirect("comptes:collegues", pk)
    contexte = {
        "sien": sien,
        "organisation": sien.organisation,
        "membres": collegues_de(sien).select_related("utilisateur"),
        "pour_employeur": sien.role == Role.EMPLOYEUR,
        "domaines": [] if sien.role == Role.EMPLOYEUR else sorted(domaines_de(sien)),
        "form": form,
    }
    return render(request, "comptes/collegues.html", contexte)


@require_http_methods(["GET", "POST"])
def retirer(request: HttpRequest, pk: int, collegue: int) -> HttpResponse:
    """Take a colleague's access away, after a page that says what follows."""
    sien = _sien(request, pk)
    membre = get_object_or_404(collegues_de(sien).exclude(pk=pk).select_related("utilisateur", *LIEES), pk=collegue)
    if request.method == "GET":
        contexte = {"sien": sien, "membre": membre, "organisation": sien.organisation}
        return render(request, "comptes/collegue_retirer.html", contexte)
    try:
        retirer_collegue(rattachement_id=pk, collegue_id=collegue, par=request.user)
    except RegleViolee as refus:
        messages.info(request, str(refus))
    else:
        messages.success(request, f"{membre.utilisateur} n’agit plus pour {sien.organisation}.")
    return redirect("comptes:collegues", pk)
