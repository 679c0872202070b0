"""Invoices, under /factures/."""

from django.urls import path

from factures.views import emetteur

app_name = "factures"
urlpatterns = [
    path("emetteur/", emetteur.choisir, name="emetteur"),
    path("emetteur/<int:organisme>/", emetteur.modifier, name="emetteur_de"),
]
