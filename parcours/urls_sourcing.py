"""Sessions to fill, people proposed for them."""

from django.urls import path

from parcours.views import candidature, positionner, sourcing

urlpatterns: list = [
    path("sessions/", sourcing.liste, name="sessions"),
    path("sessions/<int:pk>/", sourcing.session, name="session"),
    path("sessions/<int:pk>/positionner/", positionner.personne, name="positionner"),
    path("sessions/<int:pk>/positionner/<str:jeton>/", positionner.candidature, name="candidature"),
    path("<int:pk>/valider/", candidature.valider, name="valider"),
    path("<int:pk>/retirer/", candidature.retirer, name="retirer"),
]
