"""What people send is read by an antivirus before the service keeps or reads it, where one is configured.

``CLAMAV`` names a clamd: ``unix:///run/clamav/clamd.ctl``, or ``tcp://host:3310``. Empty, nothing is asked. When it is
named and does not answer, files are refused with a sentence that says to try again: a file kept in the meantime would
be opened by officers before anybody had looked at it.
"""

import logging
import socket
from contextlib import suppress
from io import BytesIO
from typing import IO, Any
from urllib.parse import urlsplit

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.exceptions import ValidationError

journal = logging.getLogger(__name__)

PORT = 3310
# Seconds. Ten megabytes take clamd less than one.
PATIENCE = 10.0
INFECTE = (
    "L’antivirus a reconnu un fichier dangereux : il n’a pas été gardé. Vérifiez l’ordinateur d’où il vient, "
    "puis joignez une version saine."
)
MUET = (
    "Ce fichier ne peut pas être vérifié pour l’instant : rien n’a été gardé de lui. "
    "Réessayez dans quelques minutes ; le reste de ce que vous avez écrit est encore là."
)
TROP_LONG = "Ce fichier est trop lourd pour être vérifié : joignez-en un plus léger."


def controler(contenu: bytes) -> None:
    """Raise ``ValidationError``, in French, for a file not known to be sound. Without antivirus, do nothing."""
    if not settings.CLAMAV:
        return
    try:
        verdicts = _clamd(settings.CLAMAV).instream(BytesIO(contenu))
    except BufferTooLongError:
        raise ValidationError(TROP_LONG) from None
    except (ClamdError, OSError) as erreur:
        journal.error("L’antivirus ne répond pas (%s) : des fichiers sont refusés.", type(erreur).__name__)
        raise ValidationError(MUET) from None
    verdict, signature = verdicts.get("stream", ("ERROR", None))
    if verdict == "FOUND":
        journal.warning("L’antivirus a refusé un fichier : %s.", signature)
        raise ValidationError(INFECTE)
    if verdict != "OK":
        journal.error("L’antivirus n’a pas pu lire un fichier : il est refusé.")
        raise ValidationError(MUET)


class _Prise:
    """A connection on which one may go on speaking once the other has hung up: its last words are still to be read.

    Of a file too long, clamd says so and closes, without waiting for the rest.
    """

    def __init__(self, prise: socket.socket) -> None:
        self._prise = prise

    def sendall(self, octets: bytes) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            self._prise.sendall(octets)

    def makefile(self, mode: str) -> IO[Any]:
        return self._prise.makefile(mode)

    def close(self) -> None:
        self._prise.close()


class _ParReseau(ClamdNetworkSocket):
    def _init_socket(self) -> None:
        super()._init_socket()
        self.clamd_socket = _Prise(self.clamd_socket)


class _ParFichier(ClamdUnixSocket):
    def _init_socket(self) -> None:
        super()._init_socket()
        self.clamd_socket = _Prise(self.clamd_socket)


def _clamd(adresse: str) -> ClamdNetworkSocket:
    """Raises ``ValueError`` for an address of another kind: a misspelt setting must not let files through."""
    morceaux = urlsplit(adresse)
    if morceaux.scheme == "unix" and morceaux.path:
        return _ParFichier(morceaux.path, timeout=PATIENCE)
    if morceaux.scheme == "tcp" and morceaux.hostname:
        return _ParReseau(morceaux.hostname, morceaux.port or PORT, timeout=PATIENCE)
    raise ValueError("CLAMAV s’écrit unix:///chemin ou tcp://machine:3310.")
