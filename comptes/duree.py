"""How long one stays signed in: a day's work at most, less for an officer who does nothing, and no longer at all once
one has signed out everywhere.

Instants in the session are seconds (Unix), as Django's own.
"""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse

ENTREE, VUE = "entree_le", "vue_le"
# An officer's sign of life is written that often at most: a page that reads does not write.
PAS = 300
TROP_LONGTEMPS = "Vous étiez connecté depuis longtemps : par prudence, connectez-vous de nouveau."
SANS_RIEN_FAIRE = "Vous n’avez rien fait depuis un moment : par prudence, connectez-vous de nouveau."
PARTOUT = "Votre compte a été déconnecté de tous les appareils. Connectez-vous de nouveau."


@receiver(user_logged_in, dispatch_uid="dater_l_entree")
def dater_l_entree(request: HttpRequest, **_autres: object) -> None:
    """Write in the session when it began."""
    request.session[ENTREE] = request.session[VUE] = time.time()


class DureeDeSession:
    """Sends whoever stayed too long to sign in again, then back to the page they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func: Callable, _args: object, _kwargs: object):
        if not getattr(view_func, "login_required", True) or not request.user.is_authenticated:
            return None
        if raison := _raison_de_sortir(request):
            logout(request)
            messages.info(request, raison)
            return redirect_to_login(request.get_full_path())
        return None


def _raison_de_sortir(request: HttpRequest) -> str | None:
    """Give the sentence that says why this session is over, None while it is not."""
    maintenant, session = time.time(), request.session
    # A session opened before this was written has no date: it begins now.
    entree = session.get(ENTREE) or session.setdefault(ENTREE, maintenant)
    if request.user.deconnecte_le and entree < request.user.deconnecte_le.timestamp():
        return PARTOUT
    if maintenant - entree > settings.SESSION_COOKIE_AGE:
        return TROP_LONGTEMPS
    if not request.user.is_staff:
        return None
    vue = session.setdefault(VUE, maintenant)
    if maintenant - vue > settings.INACTIVITE_DES_AGENTS * 60:
        return SANS_RIEN_FAIRE
    if maintenant - vue > PAS:
        session[VUE] = maintenant
    return None
