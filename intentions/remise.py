"""Handing one signed event over to a partner's server, whose address we did not choose.

The name is looked up once, every address it gives is checked, and the connection goes to one that was: a name that
changes its mind between the check and the call (DNS rebinding) reaches nothing of ours.
"""

import ipaddress
import json
import socket
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from standardwebhooks import Webhook

from intentions.models import EnvoiWebhook

SECONDES = 5
TYPE_JSON = "application/json"


class CibleInterdite(Exception):
    """The address leads to a machine of ours, or of nobody's."""


def corps_et_entetes(envoi: EnvoiWebhook, *, maintenant: datetime) -> tuple[str, dict[str, str]]:
    """Give what is posted: the event as JSON, and the headers of Standard Webhooks that sign it.

    ``maintenant`` is aware; the identifier is the same at each attempt, so that the reader counts an event once.
    """
    corps = json.dumps(
        {"type": envoi.evenement, "timestamp": envoi.cree_le.astimezone(UTC).isoformat(), "data": envoi.charge},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    instant = maintenant.astimezone(UTC).replace(microsecond=0)
    identifiant = f"msg_{envoi.identifiant.hex}"
    return corps, {
        "content-type": TYPE_JSON,
        "user-agent": "1-emploi-1-formation",
        "webhook-id": identifiant,
        "webhook-timestamp": str(int(instant.timestamp())),
        "webhook-signature": Webhook(envoi.abonnement.secret).sign(identifiant, instant, corps),
    }


def remettre(envoi: EnvoiWebhook, *, maintenant: datetime) -> requests.Response:
    """Post an event once, five seconds at most for each answer awaited; follow no redirection, read no body.

    Raises ``CibleInterdite``, or what ``requests`` raises.
    """
    url = envoi.abonnement.url
    corps, entetes = corps_et_entetes(envoi, maintenant=maintenant)
    morceaux = urlsplit(url)
    with requests.Session() as session:
        session.trust_env = False
        adresse = adresse_permise(morceaux.hostname or "", morceaux.port or (443 if url.startswith("https") else 80))
        session.mount(f"{morceaux.scheme}://", VersUneAdresse(adresse))
        reponse = session.post(
            url, data=corps.encode(), headers=entetes, timeout=SECONDES, allow_redirects=False, stream=True
        )
        reponse.close()
    return reponse


def adresse_permise(hote: str, port: int) -> str:
    """Give an IP address of ``hote``, once all of them are known to be of the outside.

    Raises ``CibleInterdite`` when one is private, loopback, link-local or reserved (allowed by
    ``WEBHOOKS_ADRESSES_PRIVEES``, for demonstrations and tests), ``OSError`` when the name leads nowhere.
    """
    trouvees = [str(infos[4][0]) for infos in socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)]
    for trouvee in trouvees:
        if not (settings.WEBHOOKS_ADRESSES_PRIVEES or _de_l_exterieur(trouvee)):
            raise CibleInterdite("Cette adresse mène à un réseau privé.")
    return trouvees[0]


def _de_l_exterieur(texte: str) -> bool:
    adresse = ipaddress.ip_address(texte.partition("%")[0])
    if isinstance(adresse, ipaddress.IPv6Address):
        for cachee in (adresse.ipv4_mapped, adresse.sixtofour, *(adresse.teredo or ())):
            if cachee is not None and not cachee.is_global:
                return False
        if adresse in ipaddress.ip_network("64:ff9b::/96"):
            return False
    return adresse.is_global and not adresse.is_multicast


class VersUneAdresse(HTTPAdapter):
    """Connects to one IP address, whatever the name says by then; the certificate is still that of the name."""

    def __init__(self, adresse: str) -> None:
        self.adresse = adresse
        super().__init__()

    def add_headers(self, request: requests.PreparedRequest, **kwargs: Any) -> None:
        """Say the name to the server: the connection only knows the address."""
        request.headers["Host"] = urlsplit(str(request.url)).netloc

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        cible, options = super().build_connection_pool_key_attributes(request, verify, cert)
        if cible["scheme"] == "https":
            options |= {"server_hostname": cible["host"], "assert_hostname": cible["host"]}
        return {**cible, "host": self.adresse}, options
