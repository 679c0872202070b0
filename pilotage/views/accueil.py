"""The public home page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def accueil(request: HttpRequest) -> HttpResponse:
    """Say what the scheme is and show each person the way in."""
    return render(request, "accueil.html")
