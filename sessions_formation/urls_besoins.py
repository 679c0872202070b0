"""The market of needs, mounted under /besoins/, for referents and training bodies."""

from django.urls import path

from sessions_formation.views import besoins, interets, regroupements

app_name = "besoins"
urlpatterns = [
    path("", besoins.liste, name="liste"),
    path("regroupements/", regroupements.liste, name="regroupements"),
    path("<int:pk>/", besoins.detail, name="detail"),
    path("<int:pk>/interet/", interets.declarer, name="interet"),
    path("interets/<int:pk>/retirer/", interets.retirer, name="interet_retirer"),
]
