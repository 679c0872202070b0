"""Around every request: its name in the log, how long it took, and the headers that close what pages do not use."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from noyau.journalisation import dans_le_contexte, nom_de_requete
from noyau.mesures import compter_la_requete

journal = logging.getLogger(__name__)

ENTETE = "X-Request-ID"
# An address that leads nowhere; an answer given before the address was looked at (a redirection to HTTPS).
SANS_PAGE = "inconnue"
METHODES = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Asked every few seconds by machines: counted, not written.
SONDES = frozenset({"noyau:sante", "noyau:sante_pret", "metriques"})
# Security keys are the second factor (WebAuthn); nothing else of the machine is asked for.
PERMISSIONS = ", ".join(
    [
        *(
            f"{quoi}=()"
            for quoi in (
                "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media",
                "fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
                "picture-in-picture", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
            )
        ),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)  # fmt: skip


class Requetes:
    """Gives each request a name (``X-Request-ID``, taken from the proxy or made, and given back), one line in the log
    and a measure. Outermost: what the other layers refuse is counted too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        depart = perf_counter()
        requete = nom_de_requete(request.headers.get(ENTETE))
        with dans_le_contexte(requete=requete) as contexte:
            # Known once the address is read: where lines are written meanwhile, the page is told by its own layers.
            request.contexte_du_journal = contexte
            reponse = self.get_response(request)
            vue = contexte.setdefault("vue", SANS_PAGE)
            duree = perf_counter() - depart
            methode = request.method if request.method in METHODES else "AUTRE"
            compter_la_requete(vue=vue, methode=methode, statut=reponse.status_code, duree=duree)
            if vue not in SONDES:
                traits = {"methode": methode, "statut": reponse.status_code, "duree_ms": round(duree * 1000)}
                journal.info("%s %s %s", methode, vue, reponse.status_code, extra=traits)
        reponse.headers[ENTETE] = requete
        return reponse

    def process_view(self, request: HttpRequest, _vue: Callable, _args: object, _kwargs: object) -> None:
        """The name of the address, or its pattern: never what was put in it."""
        page = request.resolver_match
        request.contexte_du_journal["vue"] = page.view_name or page.route or SANS_PAGE


class EntetesDeSecurite:
    """Headers that Django does not set. A view that needs another value sets its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        reponse.headers.setdefault("Permissions-Policy", PERMISSIONS)
        reponse.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # Asked again at each visit, kept by no proxy; « back » still finds what was being typed.
        if getattr(request, "page_de_compte", False):
            reponse.headers.setdefault("Cache-Control", "private, no-cache")
        return reponse

    def process_view(self, request: HttpRequest, vue: Callable, _args: object, _kwargs: object) -> None:
        request.page_de_compte = getattr(vue, "login_required", True)
