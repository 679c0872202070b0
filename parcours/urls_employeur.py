"""The people an employer meets."""

from django.urls import path

from parcours.views import employeur, liens

urlpatterns: list = [
    path("employeur/", employeur.liste, name="employeur"),
    path("<int:pk>/avis/", employeur.avis, name="avis"),
    path("r/avis/<str:jeton>/", employeur.avis_par_lien, name="avis_lien"),
    path("r/nouveau-lien/", liens.nouveau_lien, name="nouveau_lien"),
]
