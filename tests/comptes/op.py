"""A small OpenID provider that behaves as ProConnect does, really listening, for the tests of the exchange."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT = "client-de-test"


class FauxProConnect:
    """Signs what it is told to. Change ``identite``, ``amr``, ``nonce`` or ``cle_de_signature`` to misbehave."""

    def __init__(self) -> None:
        self.cle = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.cle_de_signature = self.cle
        self.identite = {
            "sub": "abc-123",
            "email": "helene.pasquier@region.example",
            "given_name": "Hélène",
            "usual_name": "Pasquier",
            "siret": "20005354800018",
            "uid": "42",
        }
        self.amr = ["pwd"]
        self.nonce = ""
        self.sub_du_jeton = None
        self.demandes: list[str] = []
        self.serveur = ThreadingHTTPServer(("127.0.0.1", 0), self._gestionnaire())
        self.racine = f"http://127.0.0.1:{self.serveur.server_port}"
        threading.Thread(target=self.serveur.serve_forever, args=(0.02,), daemon=True).start()

    def fermer(self) -> None:
        self.serveur.shutdown()
        self.serveur.server_close()

    def jeton(self, contenu: dict) -> str:
        maintenant = int(time.time())
        complet = {"iss": self.racine, "aud": CLIENT, "iat": maintenant, "exp": maintenant + 60, **contenu}
        return jwt.encode(complet, self.cle_de_signature, algorithm="RS256", headers={"kid": "k1"})

    def reponse(self, chemin: str) -> tuple[str, str]:
        """Give the body and type of an address."""
        self.demandes.append(chemin)
        if chemin.endswith("/.well-known/openid-configuration"):
            return self._json(
                {
                    "issuer": self.racine,
                    "authorization_endpoint": f"{self.racine}/authorize",
                    "token_endpoint": f"{self.racine}/token",
                    "userinfo_endpoint": f"{self.racine}/userinfo",
                    "jwks_uri": f"{self.racine}/jwks",
                    "end_session_endpoint": f"{self.racine}/session/end",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        if chemin == "/jwks":
            publique = json.loads(RSAAlgorithm.to_jwk(self.cle.public_key()))
            return self._json({"keys": [{**publique, "kid": "k1", "alg": "RS256", "use": "sig"}]})
        if chemin == "/token":
            sub = self.sub_du_jeton or self.identite["sub"]
            identite = self.jeton({"sub": sub, "nonce": self.nonce, "amr": self.amr})
            return self._json(
                {"access_token": "acces", "token_type": "Bearer", "expires_in": 60, "id_token": identite}
            )
        return self.jeton(self.identite), "application/jwt"

    def _json(self, contenu: dict) -> tuple[str, str]:
        return json.dumps(contenu), "application/json"

    def _gestionnaire(self) -> type[BaseHTTPRequestHandler]:
        proconnect = self

        class Gestionnaire(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                corps, nature = proconnect.reponse(urlsplit(self.path).path)
                self.send_response(200)
                self.send_header("Content-Type", nature)
                self.end_headers()
                self.wfile.write(corps.encode())

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def log_message(self, *args) -> None:
                """Silent: the tests read ``demandes``."""

        return Gestionnaire


def parametres_de(adresse: str) -> dict[str, str]:
    """Give the query of a redirection."""
    return {cle: valeurs[0] for cle, valeurs in parse_qs(urlsplit(adresse).query).items()}
