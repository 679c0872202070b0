"""The catalogue of schemes, for everybody, mounted under /dispositifs/."""

from django.urls import path

from referentiels.views import dispositifs

urlpatterns = [
    path("", dispositifs.liste, name="dispositifs"),
    path("<slug:code>/", dispositifs.detail, name="dispositif"),
]
