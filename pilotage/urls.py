from django.urls import include, path

from pilotage.views import accueil, simulateur

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("simulateur/", simulateur.simulateur, name="simulateur"),
    path("", include("pilotage.urls_pages")),
]
