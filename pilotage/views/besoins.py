"""Needs and their forecast, for who only reads figures."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pilotage.tableaux.besoins import page_des_besoins
from pilotage.tableaux.vues import Cadre

CADRE = Cadre("pilotage/besoins/page.html", "tableaux:")


@require_safe
def besoins(request: HttpRequest) -> HttpResponse:
    """The page of needs; 403 without the right."""
    return page_des_besoins(request, cadre=CADRE, le=timezone.localdate())
