"""The follow-up after a training, by account or by personal link."""

from django.urls import path

from insertion.views import liens, suivi_lien, suivis

urlpatterns: list = [
    path("suivis/", suivis.liste, name="suivis"),
    path("suivis/<int:pk>/", suivis.detail, name="suivi"),
    path("r/suivi/<str:jeton>/", suivi_lien.du_stagiaire, name="suivi_lien"),
    path("r/poste/<str:jeton>/", suivi_lien.de_l_employeur, name="suivi_employeur"),
    path("r/stop/<str:jeton>/", suivi_lien.stop, name="suivi_stop"),
    path("t/<str:code>/", liens.par_texto, name="suivi_texto"),
]
