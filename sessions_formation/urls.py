"""The training body's area, mounted under /organisme/."""

from django.urls import path

from sessions_formation.views import bons, demande, intentions, mandataire, redaction, sessions

app_name = "sessions"
urlpatterns = [
    path("intentions/", intentions.liste, name="intentions"),
    path("intentions/<int:pk>/", intentions.detail, name="intention"),
    path("sessions/", sessions.liste, name="liste"),
    path("sessions/nouvelle/", redaction.nouvelle, name="nouvelle"),
    path("sessions/<int:pk>/", demande.detail, name="demande"),
    path("sessions/<int:pk>/modifier/", redaction.modifier, name="modifier"),
    path("sessions/<int:pk>/constats/", redaction.constats, name="constats"),
    path("sessions/<int:pk>/abandonner/", demande.abandonner, name="abandonner"),
    path("sessions/<int:pk>/accord/", mandataire.accord, name="accord"),
    path("bons/", bons.liste, name="bons"),
    path("bons/<int:pk>/", bons.detail, name="bon"),
    path("documents/<int:pk>/", bons.document, name="document"),
]
