"""Middleware: what a page that only reads asks about the person is asked once; and where the second factor is
required, an officer without it reaches nothing but the pages that give it.

Officers see every file, in the administration and outside of it: guarding the administration alone would not do.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from comptes.acces import retenir
from comptes.second_facteur import second_facteur_manquant

PAGES_OUVERTES = ("account_", "mfa_", "socialaccount_", "proconnect_")


class AccesLusUneFois:
    """Says ``comptes.acces.retenir`` for the signed-in reader of a page that writes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Callable, view_args, view_kwargs) -> None:
        lecture = request.method in {"GET", "HEAD"} and getattr(view_func, "login_required", True)
        if lecture and request.user.is_authenticated:
            retenir(request.user)


class PagesDePersonnes:
    """Keeps the pages that show people (``settings.ESPACES_DE_PERSONNES``) out of every cache: on a shared computer,
    « back » shows nothing once one is signed out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        reponse = self.get_response(request)
        page = request.resolver_match
        montre = page is not None and not set(page.namespaces).isdisjoint(settings.ESPACES_DE_PERSONNES)
        if montre and not reponse.has_header("Cache-Control"):
            reponse["Cache-Control"] = "private, no-store"
        return reponse


class SecondFacteurDesAgents:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Callable, view_args, view_kwargs) -> HttpResponse | None:
        """Send the officer to their second factor, and back to the page they asked for afterwards."""
        if not getattr(view_func, "login_required", True) or self._ouverte(request):
            return None
        if request.user.is_authenticated and second_facteur_manquant(request):
            return redirect_to_login(request.get_full_path(), reverse("comptes:second_facteur"))
        return None

    def _ouverte(self, request: HttpRequest) -> bool:
        page = request.resolver_match
        return page.view_name == "comptes:second_facteur" or (page.url_name or "").startswith(PAGES_OUVERTES)
