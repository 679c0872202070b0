"""One person's parcours: its file, what is noted of it, its personal data."""

from django.urls import path

from parcours.views import amenagement, fiche, liste

urlpatterns: list = [
    path("", liste.liste, name="liste"),
    path("<int:pk>/", fiche.fiche, name="fiche"),
    path("<int:pk>/note/", fiche.noter, name="note"),
    path("<int:pk>/corriger/", fiche.corriger, name="corriger"),
    path("<int:pk>/amenagement/", amenagement.amenagement, name="amenagement"),
    path("<int:pk>/amenagement/effacer/", amenagement.effacer, name="amenagement_effacer"),
]
