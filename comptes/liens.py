"""Signed personal links: a page for whoever reads a mailbox, without an account (domaine.md §2).

The link is the proof that its holder reads mail at that address, and of nothing else: each page that takes one says
for which objects that is enough. It is signed, it expires, and it never acts by itself: mail scanners open links, so
what it leads to always asks for a click. The address is enciphered in it: that of a link is kept by access logs and
by the history of browsers, and names nobody there.
"""

import json
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import salted_hmac

VALIDITE = timedelta(days=30)


class Usage(StrEnum):
    """What a link opens. A link of one use never opens another."""

    INTENTIONS = "intentions"
    ETAPE = "etape"
    COURRIELS = "courriels"
    AVIS_EMPLOYEUR = "avis_employeur"
    EMBAUCHE = "embauche"
    SUIVI = "suivi"
    SUIVI_EMPLOYEUR = "suivi_employeur"
    SUIVI_STOP = "suivi_stop"
    DONNEES = "donnees"
    AVIS = "avis"
    ATTESTATION = "attestation"


class LienPerime(Exception):
    """The link is older than ``VALIDITE``: its holder may ask for another. Carries what it said."""

    def __init__(self, courriel: str, objet: int = 0) -> None:
        super().__init__("Ce lien a expiré.")
        self.courriel = courriel
        self.objet = objet


class LienInvalide(Exception):
    """The link was cut or altered, or is of another use."""


@dataclass(frozen=True, slots=True)
class Lien:
    """Who a link was sent to, and the object it is about (0 when it is about all of theirs)."""

    courriel: str
    objet: int


class Chiffre:
    """How what a link says is written in it: enciphered by a key drawn from the site's, the same text giving the same
    link. Links sent before were only signed: they open until they expire."""

    @staticmethod
    def dumps(contenu: list[str | int]) -> bytes:
        """Give the content, enciphered."""
        return _coffre(settings.SECRET_KEY).encrypt(json.dumps(contenu).encode(), None)

    @staticmethod
    def loads(octets: bytes) -> list:
        """Give back the content; raises ``ValueError`` when it is none of ours."""
        for cle in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return json.loads(_coffre(cle).decrypt(octets, None))
            except InvalidTag:
                continue
        return json.loads(octets.decode())


def _coffre(cle: str | bytes) -> AESSIV:
    return AESSIV(salted_hmac("comptes.liens", "adresse", secret=cle, algorithm="sha512").digest())


def jeton(usage: Usage, courriel: str, *, objet: int = 0) -> str:
    """Give the signed token of a link for ``courriel``."""
    return signing.dumps([courriel.lower(), objet], salt=f"lien:{usage}", serializer=Chiffre)


def lire(usage: Usage, valeur: str, *, validite: timedelta = VALIDITE) -> Lien:
    """Read a token. Raises ``LienPerime`` when it is too old, ``LienInvalide`` when it is not one of ours."""
    try:
        courriel, objet = signing.loads(valeur, salt=f"lien:{usage}", serializer=Chiffre, max_age=validite)
    except signing.SignatureExpired:
        courriel, objet = signing.loads(valeur, salt=f"lien:{usage}", serializer=Chiffre)
        raise LienPerime(courriel, objet) from None
    except (signing.BadSignature, ValueError) as erreur:
        raise LienInvalide from erreur
    return Lien(courriel, objet)


def chemin(nom_url: str, usage: Usage, courriel: str, *, objet: int = 0) -> str:
    """Give the path of the page ``nom_url`` opened by a link for ``courriel``."""
    return reverse(nom_url, args=[jeton(usage, courriel, objet=objet)])


def chemin_courriels(courriel: str) -> str:
    """Give the path of the page where the reader of ``courriel`` chooses how often to be written to."""
    return chemin("comptes:courriels_lien", Usage.COURRIELS, courriel)
