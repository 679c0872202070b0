"""« Mon espace »: the one address that leads everyone where they work."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comptes.espaces import CLE_DE_SESSION, espace_courant, espaces_de
from comptes.queries.rattachements import en_attente_de


@require_safe
def espace(request: HttpRequest) -> HttpResponse:
    """Lead to the area of one's role; ask which when there are several; welcome whoever has none."""
    espaces = espaces_de(request)
    if not espaces:
        return redirect("comptes:bienvenue")
    courant = espace_courant(request)
    if courant is None:
        return redirect("comptes:choisir_espace")
    if courant.url is None:
        return render(request, "comptes/espace_a_venir.html", {"espace": courant})
    return redirect(courant.url)


@require_http_methods(["GET", "POST"])
def choisir_espace(request: HttpRequest) -> HttpResponse:
    """Choose among one's areas; the choice holds for the session."""
    espaces = espaces_de(request)
    if len(espaces) < 2:
        return redirect("comptes:espace")
    if request.method == "POST":
        if request.POST.get("espace") in {espace.code for espace in espaces}:
            request.session[CLE_DE_SESSION] = request.POST["espace"]
            return redirect("comptes:espace")
        messages.error(request, "Cet espace n’est pas le vôtre : choisissez-en un dans la liste.")
    return render(request, "comptes/espace_choix.html", {"espaces": espaces, "courant": espace_courant(request)})


@require_safe
def bienvenue(request: HttpRequest) -> HttpResponse:
    """« Vous êtes… »: for whoever is attached to nothing yet."""
    return render(request, "comptes/bienvenue.html", {"en_attente": en_attente_de(request.user)})
