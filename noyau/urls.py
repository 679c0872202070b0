from django.urls import path

from noyau.views import composants, sante

app_name = "noyau"
urlpatterns = [
    path("composants/", composants.planche, name="composants"),
    path("sante/", sante.en_vie, name="sante"),
    path("sante/pret/", sante.pret, name="sante_pret"),
]
