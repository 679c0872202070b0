"""The published sessions, for everybody, mounted under /formations/."""

from django.urls import path

from sessions_formation.views import flux, formation, lheo, publiques

urlpatterns = [
    path("", publiques.liste, name="formations"),
    path("flux.rss", flux.rss, name="formations_flux"),
    path("agenda.ics", flux.agenda, name="formations_agenda"),
    path("lheo.xml", lheo.flux, name="formations_lheo"),
    path("<slug:numero>/", formation.detail, name="formation"),
    path("<slug:numero>/agenda.ics", formation.agenda, name="formation_agenda"),
]
