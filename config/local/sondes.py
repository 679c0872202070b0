"""Do the servers answer? A few bytes on their sockets, no client library: asked before every command."""

import socket
import struct
from pathlib import Path

from config.local.lieux import BASE, UTILISATEUR_POSTGRES, Lieu

PROTOCOLE_POSTGRES = 196608  # 3.0
PRET_POSTGRES = b"Z\0\0\0\5I"
DELAI = 2.0


def tout_repond(lieu: Lieu) -> bool:
    """True when a session on our database is accepted and the broker answers."""
    return base_repond(lieu, BASE) and valkey_repond(lieu)


def base_repond(lieu: Lieu, base: str) -> bool:
    """True when a session on `base` is accepted: server started, data recovered, database there."""
    parametres = b"".join(m.encode() + b"\0" for m in ("user", UTILISATEUR_POSTGRES, "database", base)) + b"\0"
    corps = struct.pack("!i", PROTOCOLE_POSTGRES) + parametres
    question = struct.pack("!i", len(corps) + 4) + corps
    # An accepted password says nothing of the database: only "ready for query" does; a refusal closes the socket.
    return _demander(lieu.socket_postgres, question, jusqu_a=PRET_POSTGRES).endswith(PRET_POSTGRES)


def valkey_repond(lieu: Lieu) -> bool:
    """True when PING is answered; while the journal is being read back, the answer is -LOADING."""
    return _demander(lieu.socket_valkey, b"PING\r\n", jusqu_a=b"\r\n") == b"+PONG\r\n"


def _demander(chemin: Path, question: bytes, *, jusqu_a: bytes) -> bytes:
    """The answer up to `jusqu_a`, or what came before the socket was closed; empty when nobody is there."""
    reponse = b""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as prise:
            prise.settimeout(DELAI)
            prise.connect(str(chemin))
            prise.sendall(question)
            while not reponse.endswith(jusqu_a) and (suite := prise.recv(4096)):
                reponse += suite
    except OSError:
        return b""
    return reponse
