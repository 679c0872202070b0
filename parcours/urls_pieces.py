"""Reports, attestations, pay."""

from django.urls import path

from parcours.views import remuneration

urlpatterns: list = [
    path("<int:pk>/remuneration/", remuneration.remuneration, name="remuneration"),
]
