"""The hours of trainees, under /heures/."""

from django.urls import path

from heures.views import actes, emargement, fichier, liste, pieces, releve, retrait

app_name = "heures"
urlpatterns: list = [
    path("", liste.liste, name="liste"),
    path("ouvrir/", liste.ouvrir, name="ouvrir"),
    path("<int:pk>/", releve.releve, name="releve"),
    path("<int:pk>/anomalies/", releve.anomalies, name="anomalies"),
    path("<int:pk>/declarer/", actes.declarer, name="declarer"),
    path("<int:pk>/rouvrir/", actes.rouvrir, name="rouvrir"),
    path("lignes/<int:pk>/corriger/", actes.corriger, name="corriger"),
    path("<int:pk>/modele.csv", fichier.modele, name="modele"),
    path("<int:pk>/fichier/", fichier.fichier, name="fichier"),
    path("<int:pk>/pieces/", pieces.joindre, name="joindre"),
    path("<int:pk>/emargement/", emargement.emargement, name="emargement"),
    path("<int:pk>/emargement/imprimer/", emargement.imprimer, name="imprimer"),
    path("<int:pk>/emargement/recevoir/", emargement.recevoir_les_feuilles, name="recevoir"),
    path("emargement/<int:pk>/", emargement.scan, name="scan"),
    path("<int:pk>/emargement/<int:piece>/retirer/", retrait.retirer_scan, name="scan_retirer"),
    path("pieces/<int:pk>/", pieces.piece, name="piece"),
    path("<int:pk>/pieces/<int:piece>/retirer/", retrait.retirer_piece, name="piece_retirer"),
]
