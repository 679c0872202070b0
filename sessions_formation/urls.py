"""The training body's area, mounted under /organisme/."""

from django.urls import path

from sessions_formation.views import (
    avenants,
    bons,
    demande,
    etapes,
    fiche,
    intentions,
    lots,
    mandataire,
    redaction,
    sessions,
)

app_name = "sessions"
urlpatterns = [
    path("intentions/", intentions.liste, name="intentions"),
    path("intentions/<int:pk>/", intentions.detail, name="intention"),
    path("sessions/", sessions.liste, name="liste"),
    path("sessions/nouvelle/", redaction.nouvelle, name="nouvelle"),
    path("sessions/<int:pk>/", demande.detail, name="demande"),
    path("sessions/affichage/", fiche.affichage, name="affichage"),
    path("sessions/<int:pk>/fiche/", fiche.fiche, name="fiche"),
    path("sessions/<int:pk>/modifier/", redaction.modifier, name="modifier"),
    path("sessions/<int:pk>/constats/", redaction.constats, name="constats"),
    path("sessions/<int:pk>/abandonner/", demande.abandonner, name="abandonner"),
    path("sessions/<int:pk>/retirer/", demande.retirer, name="retirer"),
    path("sessions/<int:pk>/reprendre/", demande.reprendre, name="reprendre"),
    path("sessions/<int:pk>/accord/", mandataire.accord, name="accord"),
    path("sessions/<int:pk>/etapes/nouvelle/", etapes.nouvelle, name="etape_nouvelle"),
    path("sessions/<int:pk>/etapes/<int:etape>/", etapes.detail, name="etape"),
    path("sessions/<int:pk>/etapes/<int:etape>/deplacer/", etapes.deplacer, name="etape_deplacer"),
    path("sessions/<int:pk>/etapes/<int:etape>/annuler/", etapes.annuler, name="etape_annuler"),
    path("sessions/<int:pk>/etapes/<int:etape>/inviter/", etapes.inviter, name="etape_inviter"),
    path("sessions/<int:pk>/etapes/<int:etape>/presences/", etapes.presences, name="etape_presences"),
    path("sessions/<int:pk>/etapes/<int:etape>/rendez-vous.ics", etapes.agenda, name="etape_agenda"),
    path("lots/", lots.liste, name="lots"),
    path("lots/<int:pk>/", lots.detail, name="lot"),
    path("sessions/<int:pk>/avenants/<int:demande>/retirer/", avenants.retirer, name="avenant_retirer"),
    path("sessions/<int:pk>/avenants/<slug:nature>/", avenants.nouvelle, name="avenant_nouveau"),
    path("sessions/<int:pk>/avenants/<slug:nature>/constats/", avenants.constats, name="avenant_constats"),
    path("bons/", bons.liste, name="bons"),
    path("bons/<int:pk>/", bons.detail, name="bon"),
    path("documents/<int:pk>/", bons.document, name="document"),
]
