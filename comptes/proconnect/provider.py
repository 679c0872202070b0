"""ProConnect as an allauth provider (allauth finds it by this module's name)."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from comptes.proconnect.client import CLE_NONCE, ClientProConnect


class ProConnect(OpenIDConnectProvider):
    id = "proconnect"
    name = "ProConnect"
    oauth2_adapter_class = ClientProConnect
    pkce_enabled_default = False

    def get_default_scope(self) -> list[str]:
        return ["openid", "given_name", "usual_name", "email", "siret", "uid"]

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict:
        """Add a nonce of 48 characters (ProConnect asks for 32 at least), kept in the session to be checked."""
        nonce = get_random_string(48)
        request.session[CLE_NONCE] = nonce
        return {**super().get_auth_params_from_request(request, action), "nonce": nonce}

    def extract_common_fields(self, data: dict) -> dict:
        personne = data["userinfo"]
        return {
            "email": personne.get("email"),
            "first_name": personne.get("given_name", ""),
            "last_name": personne.get("usual_name", ""),
        }

    def extract_email_addresses(self, data: dict) -> list[EmailAddress]:
        """The identity provider vouches for the professional address: it counts as verified."""
        courriel = data["userinfo"].get("email")
        return [EmailAddress(email=courriel.lower(), verified=True, primary=True)] if courriel else []

    def extract_extra_data(self, data: dict) -> dict:
        """Keep what was said of the person; ``siret`` is where they work, and proves nothing here."""
        return data


provider_classes = [ProConnect]
