from django.urls import path

from comptes.proconnect import views

urlpatterns = [
    path("externe/<slug:provider_id>/", views.connexion, name="proconnect_login"),
    path("externe/<slug:provider_id>/retour/", views.retour, name="proconnect_callback"),
    path("externe/<slug:provider_id>/deconnexion/", views.deconnexion, name="proconnect_logout"),
]
