"""Every address of the service. Each app names its own; this file only says where they are mounted."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

schema = login_not_required(SpectacularAPIView.as_view(permission_classes=[]))
# The split view keeps its script in an address of its own: our policy refuses inline ones.
documentation = login_not_required(SpectacularSwaggerSplitView.as_view(url_name="schema", permission_classes=[]))

urlpatterns = [
    path("", include("noyau.urls")),
    path("", include("pilotage.urls")),
    path("", include("comptes.urls_connexion")),
    path("", include("comptes.urls")),
    path("referentiels/", include("referentiels.urls")),
    path("employeur/", include("intentions.urls")),
    path("organisme/", include("sessions_formation.urls")),
    path("api/v1/", documentation, name="api"),
    path("api/v1/schema/", schema, name="schema"),
    path("api/v1/", include("pilotage.api.urls")),
    path("admin/", admin.site.urls),
]
