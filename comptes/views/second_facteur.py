"""Where an officer without second factor is led."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from comptes.second_facteur import second_facteur_manquant

FACTEURS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


@require_safe
def exige(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor of whoever has one, lead the others to set one up, then bring them back."""
    suite = request.GET.get(REDIRECT_FIELD_NAME, "")
    if not url_has_allowed_host_and_scheme(suite, {request.get_host()}, request.is_secure()):
        suite = resolve_url("comptes:espace")
    if not second_facteur_manquant(request):
        return redirect(suite)
    if is_mfa_enabled(request.user, FACTEURS):
        return redirect_to_login(suite, resolve_url("mfa_reauthenticate"))
    return render(request, "comptes/second_facteur_exige.html", {"suite": suite})
