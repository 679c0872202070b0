"""Do the servers answer? A few bytes on their sockets, no client library: asked before every command."""

import socket
import struct
from pathlib import Path

from config.local.lieux import BASE, UTILISATEUR_POSTGRES, Lieu

PROTOCOLE_POSTGRES = 196608  # 3.0
DELAI = 2.0


def tout_repond(lieu: Lieu) -> bool:
    """True when a session on our database is accepted and the broker answers."""
    return base_repond(lieu, BASE) and valkey_repond(lieu)


def base_repond(lieu: Lieu, base: str) -> bool:
    """True when a session on `base` is accepted: server started, data recovered, database there."""
    parametres = b"".join(m.encode() + b"\0" for m in ("user", UTILISATEUR_POSTGRES, "database", base)) + b"\0"
    corps = struct.pack("!i", PROTOCOLE_POSTGRES) + parametres
    reponse = _demander(lieu.socket_postgres, struct.pack("!i", len(corps) + 4) + corps, fin=b"X\0\0\0\4")
    return reponse.startswith(b"R")


def valkey_repond(lieu: Lieu) -> bool:
    """True when PING is answered; while the journal is being read back, the answer is -LOADING."""
    return _demander(lieu.socket_valkey, b"PING\r\n").startswith(b"+PONG")


def _demander(chemin: Path, message: bytes, *, fin: bytes = b"") -> bytes:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as prise:
            prise.settimeout(DELAI)
            prise.connect(str(chemin))
            prise.sendall(message)
            reponse = prise.recv(512)
            if fin:
                prise.sendall(fin)
            return reponse
    except OSError:
        return b""
