"""The referent's working page, under /referent/."""

from django.urls import path

from insertion.views import accueil, appels, confier, reponse_sur_place, session_suivie

app_name = "referent"
urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("<int:pk>/appel/", appels.appel, name="appel"),
    path("confier/", confier.confier, name="confier"),
    path("suivis/<int:pk>/", reponse_sur_place.suivi, name="suivi"),
    path("sessions/<int:pk>/", session_suivie.session_suivie, name="session"),
]
