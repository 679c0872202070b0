from django.urls import path

from referentiels.views import recherche

app_name = "referentiels"
urlpatterns = [
    path("communes/", recherche.communes, name="communes"),
    path("metiers/", recherche.metiers, name="metiers"),
]
