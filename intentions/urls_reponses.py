"""What people answer by their personal link, without an account."""

from django.urls import path

from intentions.views import actualite, confirmation

app_name = "reponses"
urlpatterns = [
    path("confirmer/<str:jeton>/", confirmation.confirmer, name="confirmer"),
    path("confirmer/<str:jeton>/refuser/<int:pk>/", confirmation.refuser, name="refuser"),
    path("actualite/<str:jeton>/<int:pk>/", actualite.par_le_lien, name="actualite"),
    path("nouveau-lien/", confirmation.nouveau_lien, name="nouveau_lien"),
]
