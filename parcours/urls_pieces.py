"""Reports, attestations, pay."""

from django.urls import path

from parcours.views import attestation, bilan, remuneration

urlpatterns: list = [
    path("sessions/<int:pk>/bilan/", bilan.bilan, name="bilan"),
    path("<int:pk>/attestation/", attestation.attestation, name="attestation"),
    path("<int:pk>/remuneration/", remuneration.remuneration, name="remuneration"),
]
