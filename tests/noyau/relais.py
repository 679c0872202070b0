"""SMTP relays that tests own, on a free port of this machine."""

import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller


@contextmanager
def relais_ouvert(gestionnaire):
    """Serve ``gestionnaire`` (an aiosmtpd handler) on 127.0.0.1; give the port."""
    with socket.socket() as sonde:
        sonde.bind(("127.0.0.1", 0))
        port = sonde.getsockname()[1]
    controleur = Controller(gestionnaire, hostname="127.0.0.1", port=port)
    controleur.start()
    try:
        yield port
    finally:
        controleur.stop()
