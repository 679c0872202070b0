"""Employers' records, mounted under /employeur/bilan/."""

from django.urls import path

from sessions_formation.views import bilan

app_name = "bilan"
urlpatterns = [path("<int:pk>/", bilan.employeur, name="employeur")]
