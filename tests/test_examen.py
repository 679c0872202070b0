"""What the tests examine is a whole page, however slowly it comes."""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.navigateur import chromium, deborde, fautes_axe, ouvrir

__all__ = ["chromium", "ouvrir"]

DEBUT = "<!DOCTYPE html><html lang=fr><title>Essai</title><body><main><h1>Essai</h1>"
SUITE = '<a href="/lente">Suite</a></main>'
MAUVAISE = '<img src="data:,"><div style="width: 4000px">Large</div></main>'


class _Lente(BaseHTTPRequestHandler):
    """A first page at once; at ``/lente``, half a second between the first two letters and the rest."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        page = DEBUT + (MAUVAISE if self.path == "/lente" else SUITE)
        self.wfile.write(page[:2].encode())
        time.sleep(0.5 if self.path == "/lente" else 0)
        self.wfile.write(page[2:].encode())

    def log_message(self, *_):
        """Say nothing in the tests' output."""


@pytest.fixture
def serveur() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Lente) as serveur:
        threading.Thread(target=serveur.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{serveur.server_port}/"
        serveur.shutdown()


@pytest.mark.parametrize("examen", [fautes_axe, deborde])
def test_page_lente_examinee_entiere(serveur, ouvrir, examen):
    page = ouvrir(serveur)
    assert not examen(page)
    page.get_by_role("link", name="Suite").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lente", wait_until="commit")
    assert examen(page), "la page d’avant, ou une page vide, a été examinée"


def test_apres_un_geste_la_page_est_entiere(serveur, ouvrir):
    page = ouvrir(serveur)
    page.get_by_role("link", name="Suite").click()
    assert page.locator("img").count() == 1
