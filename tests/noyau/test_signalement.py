"""What a tracker of faults receives: sent for real to a server of this test, and read whole."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import brotli
import pytest
import sentry_sdk
from django.test import Client
from django.test.utils import override_settings
from django.urls import path

from config.celery import app
from noyau import signalement
from tests.factories.comptes import UtilisateurFactory

NOM, COURRIEL = "Zébulonne", "zebulonne@maison.example"


def en_panne(request, qui):
    local = f"{qui} {request.POST.get('texte')}"
    raise ValueError(local)


urlpatterns = [path("panne/<str:qui>/", en_panne, name="panne")]
handler500 = "noyau.api.panne"


@contextmanager
def suivi_des_pannes() -> Iterator[tuple[str, list[dict]]]:
    """A tracker; give its address and what it receives."""
    recus: list[dict] = []

    class Recoit(BaseHTTPRequestHandler):
        def do_POST(self):
            corps = self.rfile.read(int(self.headers["Content-Length"]))
            corps = {"gzip": gzip.decompress, "br": brotli.decompress}[self.headers["Content-Encoding"]](corps)
            recus.append({"entetes": dict(self.headers), "corps": corps.decode()})
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    serveur = HTTPServer(("127.0.0.1", 0), Recoit)
    fil = Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    try:
        yield f"http://cle@127.0.0.1:{serveur.server_port}/1", recus
    finally:
        serveur.shutdown()
        serveur.server_close()
        fil.join()


@pytest.fixture
def pannes():
    with suivi_des_pannes() as (dsn, recus):
        signalement.brancher(dsn, environnement="essai", version="8.0")

        def lues() -> list[dict]:
            """Each event received, and the whole of what was said on the wire."""
            sentry_sdk.flush(5)
            return [json.loads(recu["corps"].splitlines()[2]) | {"tout": str(recu)} for recu in recus]

        yield lues
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)


@pytest.mark.django_db
def test_une_page_en_panne_dit_ou_et_jamais_a_qui(pannes):
    navigateur = Client(raise_request_exception=False)
    navigateur.force_login(UtilisateurFactory(prenom=NOM, email=COURRIEL))
    with override_settings(ROOT_URLCONF=__name__):
        navigateur.post(
            f"/panne/{NOM}/?nom={NOM}", {"texte": f"lettre de {NOM}"}, headers={"X-Request-ID": "requete-de-l-essai"}
        )

    (panne,) = pannes()
    assert [trait for trait in (NOM, "b\\u00e9bulonne", "zebulonne", "sessionid") if trait in panne["tout"]] == []
    (exception,) = panne["exception"]["values"]
    assert (exception["type"], exception["value"]) == ("ValueError", "")
    appel = exception["stacktrace"]["frames"][-1]
    assert (appel["function"], sorted(appel)) == ("en_panne", ["filename", "function", "in_app", "lineno", "module"])
    assert panne["tags"] == {"requete": "requete-de-l-essai", "vue": "panne"}
    assert [champ for champ in ("request", "user", "breadcrumbs", "extra", "contexts") if panne.get(champ)] == []


def test_une_tache_en_panne_ne_dit_pas_ce_qu_on_lui_avait_donne(pannes):
    @app.task(name="essai.panne")
    def panne_de_tache(qui):
        raise KeyError(qui)

    panne_de_tache.apply(args=[COURRIEL])
    app.tasks.pop("essai.panne")

    (panne,) = pannes()
    assert COURRIEL not in panne["tout"]
    assert (panne["exception"]["values"][0]["type"], panne["transaction"]) == ("KeyError", "essai.panne")


def test_sans_adresse_rien_n_est_branche(settings):
    assert settings.SENTRY_DSN == ""
    assert sentry_sdk.is_initialized() is False
