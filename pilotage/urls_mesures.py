"""The measures of the plan, read-only, mounted under /pilotage/mesures/."""

from django.urls import path

from pilotage.views import mesures

app_name = "mesures"
urlpatterns = [
    path("", mesures.liste, name="liste"),
    path("rapport/", mesures.imprimable, name="rapport"),
    path("rapport.pdf", mesures.pdf, name="rapport_pdf"),
    path("<int:numero>/", mesures.detail, name="mesure"),
]
