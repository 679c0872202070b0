from django.urls import path

from comptes.views import collegues, compte, courriels, espace, etablissements, second_facteur

app_name = "comptes"

urlpatterns = [
    path("espace/", espace.espace, name="espace"),
    path("espace/choisir/", espace.choisir_espace, name="choisir_espace"),
    path("espace/bienvenue/", espace.bienvenue, name="bienvenue"),
    path("compte/", compte.compte, name="compte"),
    path("compte/deconnecter-partout/", compte.deconnecter_partout, name="deconnecter_partout"),
    path("compte/courriels/", courriels.mes_courriels, name="courriels"),
    path("r/courriels/<str:jeton>/", courriels.courriels_par_lien, name="courriels_lien"),
    path("compte/organisations/<int:pk>/", collegues.collegues, name="collegues"),
    path("compte/organisations/<int:pk>/retirer/<int:collegue>/", collegues.retirer, name="collegue_retirer"),
    path("compte/second-facteur/exige/", second_facteur.exige, name="second_facteur"),
    path("etablissements/", etablissements.liste, name="etablissements"),
    path("etablissements/ajouter/", etablissements.ajouter, name="etablissement_ajouter"),
    path("etablissements/demandes/<int:pk>/", etablissements.repondre, name="rattachement_repondre"),
    path("etablissements/<int:pk>/quitter/", etablissements.quitter, name="rattachement_quitter"),
]
