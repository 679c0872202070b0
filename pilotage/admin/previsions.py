"""Needs and their forecast, in the frame of the administration."""

from functools import partial

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_safe

from pilotage.tableaux.besoins import page_des_besoins
from pilotage.tableaux.vues import Cadre


def adresses_des_besoins(site: AdminSite) -> list[URLPattern]:
    """Give the address of the page, to be put before those of the models."""
    cadre = Cadre("admin/pilotage/besoins.html", "admin:pilotage_", commun=site.each_context)
    vue = site.admin_view(partial(_besoins, cadre=cadre))
    return [path("pilotage/besoins/", vue, name="pilotage_besoins")]


@require_safe
def _besoins(request: HttpRequest, *, cadre: Cadre) -> HttpResponse:
    return page_des_besoins(request, cadre=cadre, le=timezone.localdate())
