"""The two ends of the exchange, and the way out that ProConnect requires."""

from urllib.parse import urlencode

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST

from comptes.proconnect.client import CLE_JETON, ClientProConnect


@login_not_required
def connexion(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the person to ProConnect (POST; a GET asks them to confirm)."""
    try:
        return OAuth2LoginView.adapter_view(ClientProConnect(request, provider_id))(request)
    except SocialApp.DoesNotExist as absente:
        raise Http404 from absente


@login_not_required
def retour(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Where ProConnect brings the person back."""
    try:
        return OAuth2CallbackView.adapter_view(ClientProConnect(request, provider_id))(request)
    except SocialApp.DoesNotExist as absente:
        raise Http404 from absente


@require_POST
def deconnexion(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Close the session here, then at ProConnect (``id_token_hint``), which brings the person back home."""
    jeton = request.session.get(CLE_JETON)
    try:
        adresse = ClientProConnect(request, provider_id).openid_config.get("end_session_endpoint") if jeton else None
    except SocialApp.DoesNotExist as absente:
        raise Http404 from absente
    logout(request)
    if not adresse:
        return redirect("/")
    parametres = {
        "id_token_hint": jeton,
        "state": get_random_string(48),
        "post_logout_redirect_uri": request.build_absolute_uri("/"),
    }
    return redirect(f"{adresse}?{urlencode(parametres)}")
