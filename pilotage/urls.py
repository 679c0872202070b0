from django.urls import include, path

from pilotage.views.accueil import accueil

urlpatterns = [
    path("", accueil, name="accueil"),
    path("", include("pilotage.urls_pages")),
]
