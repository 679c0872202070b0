"""The personal data of one person: for who follows it, and for the person itself by its link."""

from django.urls import path

from insertion.views import donnees, donnees_lien

urlpatterns: list = [
    path("donnees/<int:pk>/", donnees.donnees, name="donnees"),
    path("donnees/<int:pk>/copie.<str:sorte>", donnees.exporter, name="donnees_copie"),
    path("donnees/<int:pk>/effacer/", donnees.effacer, name="donnees_effacer"),
    path("r/donnees/", donnees_lien.demander, name="donnees_demander"),
    path("r/donnees/<str:jeton>/", donnees_lien.lire, name="donnees_lien"),
    path("r/donnees/<str:jeton>/copie.<str:sorte>", donnees_lien.exporter, name="donnees_lien_copie"),
]
