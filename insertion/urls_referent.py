"""The referent's working page, under /referent/."""

from django.urls import path

from insertion.views import accueil, appels

app_name = "referent"
urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("<int:pk>/appel/", appels.appel, name="appel"),
]
