from django.urls import include, path

from pilotage.views import accueil, metriques, simulateur

urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("simulateur/", simulateur.simulateur, name="simulateur"),
    path("metriques/", metriques.metriques, name="metriques"),
    path("", include("pilotage.urls_pages")),
]
