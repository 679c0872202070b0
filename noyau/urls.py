from django.urls import path

from noyau.views import sante

app_name = "noyau"
urlpatterns = [
    path("sante/", sante.en_vie, name="sante"),
    path("sante/pret/", sante.pret, name="sante_pret"),
]
