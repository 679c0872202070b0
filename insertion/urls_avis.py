"""Opinions of trainees (given by link, read and answered by the training body, shown to all); attestations by link."""

from django.urls import path

from insertion.views import attestation_lien, avis, avis_lien

urlpatterns: list = [
    path("avis/", avis.liste, name="avis"),
    path("avis/<int:pk>/reponse/", avis.reponse, name="avis_reponse"),
    path("avis/organismes/<int:pk>/", avis.public, name="avis_organisme"),
    path("r/avis/<str:jeton>/", avis_lien.par_le_lien, name="avis_lien"),
    path("r/attestation/<str:jeton>/", attestation_lien.par_le_lien, name="attestation_lien"),
]
