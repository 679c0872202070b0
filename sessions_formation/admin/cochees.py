"""From the rows ticked in a list to the page that asks what to do of them."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from referentiels.regles.typographie import composer
from sessions_formation.models import Session


def mener_a(page: str, request: HttpRequest, cochees: QuerySet[Session], *, maximum: int, trop: str) -> HttpResponse:
    """Redirect to ``page`` with the ids of the ticked rows in its address (``s``).

    Beyond ``maximum`` the others are left out, and ``trop`` says it.
    """
    choisies = list(cochees.order_by("pk").values_list("pk", flat=True)[: maximum + 1])
    if len(choisies) > maximum:
        messages.warning(request, composer(trop))
    return redirect(f"{reverse(f'admin:{page}')}?{urlencode({'s': choisies[:maximum]}, doseq=True)}")
