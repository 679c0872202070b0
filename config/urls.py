"""Every address of the service. Each app names its own; this file only says where they are mounted."""

from csp.decorators import csp_update
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

schema = login_not_required(SpectacularAPIView.as_view(permission_classes=[]))
# The split view keeps its script in an address of its own: our policy refuses inline ones.
# Its style sheet holds its icons.
documentation = csp_update({"img-src": ["data:"]})(
    login_not_required(
        SpectacularSwaggerSplitView.as_view(url_name="schema", permission_classes=[], template_name="api.html")
    )
)

urlpatterns = [
    path("", include("noyau.urls")),
    path("", include("config.moteurs.urls")),
    path("", include("pilotage.urls")),
    path("", include("comptes.urls_connexion")),
    path("", include("comptes.urls")),
    path("referentiels/", include("referentiels.urls")),
    path("employeur/", include("intentions.urls")),
    path("messages/", include("intentions.urls_messages")),
    path("messages/", include("sessions_formation.urls_messages")),
    path("employeur/rendez-vous/", include("sessions_formation.urls_rendez_vous")),
    path("employeur/bilan/", include("sessions_formation.urls_bilan")),
    path("organisme/", include("sessions_formation.urls")),
    path("transmettre/", include("intentions.urls_transmission")),
    path("r/", include("intentions.urls_reponses")),
    path("besoins/", include("sessions_formation.urls_besoins")),
    path("formations/", include("sessions_formation.urls_formations")),
    path("dispositifs/", include("referentiels.urls_dispositifs")),
    path("organismes/", include("pilotage.urls_organismes")),
    path("pilotage/", include("pilotage.urls_tableaux")),
    path("pilotage/mesures/", include("pilotage.urls_mesures")),
    path("chiffres/", include("pilotage.urls_publics")),
    path("comites/", include("comites.urls")),
    path("parcours/", include("parcours.urls")),
    path("referent/", include("insertion.urls_referent")),
    path("insertion/", include("insertion.urls")),
    path("heures/", include("heures.urls")),
    path("factures/", include("factures.urls")),
    path("aides/", include("aides.urls")),
    path("api/v1/", documentation, name="api"),
    path("api/v1/schema/", schema, name="schema"),
    path("api/v1/", include("pilotage.api.urls")),
    path("api/v1/", include("intentions.api.urls")),
    path("api/v1/", include("heures.api.urls")),
    path("admin/", admin.site.urls),
]

# In JSON to who speaks to the API, the pages of templates/ to everybody else.
handler404 = "noyau.api.introuvable"
handler500 = "noyau.api.panne"
