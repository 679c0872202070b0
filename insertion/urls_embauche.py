"""Hires, by account or by personal link."""

from django.urls import path

from insertion.views import embauche

urlpatterns: list = [
    path("embauches/", embauche.liste, name="embauches"),
    path("embauches/<int:pk>/", embauche.depuis_le_compte, name="embauche"),
    path("r/embauche/<str:jeton>/", embauche.par_le_lien, name="embauche_lien"),
]
