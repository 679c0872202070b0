"""Every address of the service. Each app names its own; this file only says where they are mounted."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("noyau.urls")),
    path("", include("pilotage.urls")),
    path("", include("comptes.urls_connexion")),
    path("", include("comptes.urls")),
    path("referentiels/", include("referentiels.urls")),
    path("employeur/", include("intentions.urls")),
    path("organisme/", include("sessions_formation.urls")),
    path("api/v1/", include("pilotage.api.urls")),
    path("admin/", admin.site.urls),
]
