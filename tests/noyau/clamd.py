"""A clamd for tests: it speaks INSTREAM, and finds what holds « EICAR »."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

SIGNATURE = b"EICAR"


@contextmanager
def antivirus(reponse: bytes | None = None, plafond: int = 1 << 30) -> Iterator[str]:
    """Serve on 127.0.0.1; give the address for ``CLAMAV``.

    ``reponse`` is said of every file instead of a verdict; beyond ``plafond`` bytes it hangs up, as clamd does.
    """
    with socket.create_server(("127.0.0.1", 0)) as ecoute:
        Thread(target=_servir, args=(ecoute, reponse, plafond), daemon=True).start()
        yield f"tcp://127.0.0.1:{ecoute.getsockname()[1]}"


def _servir(ecoute: socket.socket, reponse: bytes | None, plafond: int) -> None:
    while True:
        try:
            prise, _ = ecoute.accept()
        except OSError:
            return
        with prise, prise.makefile("rb") as lu:
            assert lu.readline() == b"nINSTREAM\n"
            contenu = b""
            while (taille := struct.unpack("!L", lu.read(4))[0]) > 0 and len(contenu) + taille <= plafond:
                contenu += lu.read(taille)
            if taille:
                prise.sendall(b"INSTREAM size limit exceeded. ERROR\n")
                continue
            verdict = b"stream: Eicar-Test-Signature FOUND" if SIGNATURE in contenu else b"stream: OK"
            prise.sendall((reponse or verdict) + b"\n")
