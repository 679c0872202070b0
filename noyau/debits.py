"""How much one person, or one address without an account, may send, take away and search: files in, exports out.

The other limits stand where they act: sign-in and codes (``ACCOUNT_RATE_LIMITS``), checks of documents, API, feeds,
copies of one's data. Rates: ``REST_FRAMEWORK``.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from rest_framework.throttling import SimpleRateThrottle

TABLEAUX = (".csv", ".xlsx", "export/")


class Debit(SimpleRateThrottle):
    """One limit, by account, else by address."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__()

    def get_cache_key(self, request: HttpRequest, _view: object) -> str:
        connu = _a_un_compte(request)
        return self.cache_format % {
            "scope": self.scope,
            "ident": request.user.pk if connu else self.get_ident(request),
        }


class Debits:
    """Refuses, kindly and before the view reads anything, what goes beyond what a person does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _vue: Callable, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        scope = _scope(request)
        return refuser(request, scope) if scope else None


def refuser(request: HttpRequest, scope: str) -> HttpResponse | None:
    """Count this request; give the page that says « later » when it is one too many, None otherwise."""
    debit = Debit(scope)
    if debit.allow_request(request, None):
        return None
    reponse = render(request, "noyau/trop_de_demandes.html", status=429)
    reponse.headers["Retry-After"] = str(round(debit.wait() or 60))
    return reponse


def _scope(request: HttpRequest) -> str | None:
    """Give the limit that concerns this request, None for nearly all of them."""
    if request.method == "POST" and request.content_type == "multipart/form-data":
        return "televersements"
    if request.method != "GET":
        return None
    if request.resolver_match.route.endswith(TABLEAUX):
        return "exports"
    return "recherches" if request.GET and not _a_un_compte(request) else None


def _a_un_compte(request: HttpRequest) -> bool:
    """Who brings no session is not asked who it is; an invented one is nobody's."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated
