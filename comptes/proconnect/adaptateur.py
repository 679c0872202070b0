"""What becomes of a person ProConnect brings."""

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import get_random_string

CHAMPS_GARDES = ("sub", "email", "given_name", "usual_name", "siret", "uid")


class AdaptateurProConnect(DefaultSocialAccountAdapter):
    def list_apps(self, request: HttpRequest, provider=None, client_id=None) -> list[SocialApp]:
        """ProConnect is configured by the settings alone: nobody asks the database on each sign-in page."""
        declarees = [
            SocialApp(provider=nom, **champs)
            for nom, reglages in settings.SOCIALACCOUNT_PROVIDERS.items()
            for champs in reglages["APPS"]
        ]
        return [
            app
            for app in declarees
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def generate_state_param(self, state: dict) -> str:
        """48 characters: ProConnect refuses fewer than 32."""
        return get_random_string(48)

    def populate_user(self, request: HttpRequest, sociallogin, data: dict):
        """Fill in the account of someone who comes for the first time."""
        utilisateur = sociallogin.user
        utilisateur.email = (data.get("email") or "").lower()
        utilisateur.prenom = (data.get("first_name") or "")[:60]
        utilisateur.nom = (data.get("last_name") or "")[:60]
        return utilisateur

    def pre_social_login(self, request: HttpRequest, sociallogin) -> None:
        """Keep of the two tokens only what says who this is: the rest has no use here."""
        personne = sociallogin.account.extra_data.get("userinfo", {})
        sociallogin.account.extra_data = {cle: personne[cle] for cle in CHAMPS_GARDES if cle in personne}
