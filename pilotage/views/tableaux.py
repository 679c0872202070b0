"""Dashboards for who only reads figures: elected members, auditors. The same pages, no way to any file."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pilotage.tableaux.pages import PAGES
from pilotage.tableaux.vues import Cadre, page_des_tableaux

CADRE = Cadre("pilotage/tableaux/page.html", "tableaux:")
PAR_CODE = {page.code: page for page in PAGES}


@require_safe
def tableau(request: HttpRequest, code: str) -> HttpResponse:
    """One page of the dashboards; 403 without the right."""
    return page_des_tableaux(request, page=PAR_CODE[code], cadre=CADRE, le=timezone.localdate())
