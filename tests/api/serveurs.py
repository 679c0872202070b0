"""A partner's server, on a real socket: answers what the test says, and keeps what it was sent."""

import contextlib
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Partenaire:
    """``reponses``: status codes to give in turn, the last one for ever. ``lenteur``: seconds before each."""

    def __init__(self, *reponses: int, lenteur: float = 0, vers: str = "") -> None:
        self.reponses, self.lenteur, self.vers = list(reponses), lenteur, vers
        self.recus: list[tuple[dict[str, str], str]] = []
        self.url = ""

    def repondre(self) -> int:
        time.sleep(self.lenteur)
        return self.reponses.pop(0) if len(self.reponses) > 1 else self.reponses[0]


@contextlib.contextmanager
def serveur(*reponses: int, **options):
    partenaire = Partenaire(*reponses, **options)

    class Accueil(BaseHTTPRequestHandler):
        def do_POST(self):
            corps = self.rfile.read(int(self.headers["Content-Length"])).decode()
            partenaire.recus.append((dict(self.headers), corps))
            with contextlib.suppress(OSError):
                self.send_response(partenaire.repondre())
                self.send_header("Content-Length", "0")
                if partenaire.vers:
                    self.send_header("Location", partenaire.vers)
                self.end_headers()

        def log_message(self, *_):
            """Keep the tests' output clean."""

    ecoute = ThreadingHTTPServer(("127.0.0.1", 0), Accueil)
    partenaire.url = f"http://127.0.0.1:{ecoute.server_port}/crochet"
    fil = threading.Thread(target=ecoute.serve_forever, daemon=True)
    fil.start()
    try:
        yield partenaire
    finally:
        ecoute.shutdown()
        ecoute.server_close()
        fil.join()
