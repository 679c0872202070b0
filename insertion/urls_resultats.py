"""Results: each rate with its definition and its numbers."""

from django.urls import path

from insertion.views import resultats

urlpatterns = [path("resultats/", resultats.page, name="resultats")]
