"""« Mon compte »."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from comptes.forms.compte import CoordonneesForm
from comptes.queries.rattachements import organisations_de
from noyau.preferences import Rythme, rythme_de


@require_http_methods(["GET", "POST"])
def compte(request: HttpRequest) -> HttpResponse:
    """Show one's account and save one's name and phone number."""
    form = CoordonneesForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Vos coordonnées sont à jour.")
        return redirect("comptes:compte")
    # A refused form has already written in the instance: the header must keep the name that is saved.
    if form.errors:
        request.user.refresh_from_db(fields=["prenom", "nom", "telephone"])
    contexte = {
        "form": form,
        "rattachements": organisations_de(request.user),
        "recapitulatif": rythme_de(request.user.email) == Rythme.QUOTIDIEN,
        "second_facteur": is_mfa_enabled(request.user),
        "second_facteur_conseille": request.user.is_staff,
        "proconnect": bool(settings.SOCIALACCOUNT_PROVIDERS),
    }
    return render(request, "comptes/compte.html", contexte)


@require_POST
def deconnecter_partout(request: HttpRequest) -> HttpResponse:
    """End every session of this account, this one too: a lost phone, a computer one forgot to leave."""
    request.user.deconnecte_le = timezone.now()
    request.user.save(update_fields=["deconnecte_le"])
    logout(request)
    messages.success(request, "Votre compte est déconnecté de tous les appareils, y compris celui-ci.")
    return redirect("account_login")
