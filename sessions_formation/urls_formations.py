"""The published sessions, for everybody, mounted under /formations/."""

from django.urls import path

from sessions_formation.views import publiques

urlpatterns = [
    path("", publiques.liste, name="formations"),
    path("<str:numero>/", publiques.detail, name="formation"),
]
