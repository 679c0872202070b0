"""Dashboards outside of the administration, read-only."""

from django.urls import path

from pilotage.tableaux.pages import APERCU, PAGES
from pilotage.views import besoins, tableaux

app_name = "tableaux"
urlpatterns = [
    *(
        path("" if page is APERCU else f"{page.code}/", tableaux.tableau, {"code": page.code}, name=page.code)
        for page in PAGES
    ),
    path("besoins/", besoins.besoins, name="besoins"),
]
