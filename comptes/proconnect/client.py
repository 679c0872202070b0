"""The exchange with ProConnect: what its documentation asks for and allauth's generic OpenID Connect lacks.

``nonce`` sent and checked, identity token verified through the published keys, ``userinfo`` read as a signed JWT
(service-provider documentation of ProConnect).
"""

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from comptes.second_facteur import CLE_AMR

CLE_NONCE = "proconnect_nonce"
CLE_JETON = "proconnect_id_token"
ALGORITHMES = {"RS256", "ES256"}


class ClientProConnect(OpenIDConnectOAuth2Adapter):
    def get_callback_url(self, request: HttpRequest, app) -> str:
        chemin = reverse("proconnect_callback", kwargs={"provider_id": self.provider_id})
        return build_absolute_uri(request, chemin, self.redirect_uri_protocol)

    def complete_login(self, request: HttpRequest, app, token, **kwargs):
        """Read the identity; what both tokens say of the person (``sub``) must agree, or the sign-in is refused."""
        if not kwargs["response"].get("id_token"):
            raise PermissionDenied("ProConnect n'a pas donné de jeton d'identité.")
        login = super().complete_login(request, app, token, **kwargs)
        donnees = login.account.extra_data
        if donnees["userinfo"].get("sub") != donnees["id_token"].get("sub"):
            raise PermissionDenied("Les deux jetons de ProConnect ne parlent pas de la même personne.")
        return login

    def _fetch_user_info(self, access_token: str) -> dict:
        with get_adapter().get_requests_session() as session:
            reponse = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            reponse.raise_for_status()
        if not reponse.headers.get("Content-Type", "").startswith("application/jwt"):
            return reponse.json()
        return self._verifier(reponse.text, self.get_provider().app.client_id)

    def _decode_id_token(self, app, id_token: str) -> dict:
        identite = self._verifier(id_token, app.client_id)
        attendu = self.request.session.pop(CLE_NONCE, "")
        if not attendu or not constant_time_compare(attendu, str(identite.get("nonce", ""))):
            raise PermissionDenied("Le nonce de ProConnect n'est pas celui de cette connexion.")
        self.request.session[CLE_JETON] = id_token
        self.request.session[CLE_AMR] = [str(moyen) for moyen in identite.get("amr") or []]
        return identite

    def _verifier(self, jeton: str, client_id: str) -> dict:
        """Give the content of a token signed by ProConnect for us, or raise ``OAuth2Error``."""
        entete = jwtkit.jwt.get_unverified_header(jeton)
        if entete.get("alg") not in ALGORITHMES:
            raise OAuth2Error(f"Algorithme de signature refusé : {entete.get('alg')}.")
        return jwtkit.verify_and_decode(
            credential=jeton,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
