from django.urls import path

from intentions.views import depot, lecture, listes, redaction

app_name = "intentions"
urlpatterns = [
    path("intentions/", listes.liste, name="liste"),
    path("intentions/nouvelle/", redaction.nouvelle, name="nouvelle"),
    path("intentions/secteurs/", redaction.secteurs, name="secteurs"),
    path("intentions/documents/<int:pk>/", lecture.document, name="document"),
    path("intentions/<int:pk>/", lecture.detail, name="detail"),
    path("intentions/<int:pk>/reprendre/", redaction.reprendre, name="reprendre"),
    path("intentions/<int:pk>/etape/<slug:nom>/", redaction.etape, name="etape"),
    path("intentions/<int:pk>/verifier/", depot.verifier, name="verifier"),
    path("intentions/<int:pk>/deposer/", depot.deposer, name="deposer"),
    path("intentions/<int:pk>/retirer/", depot.retirer, name="retirer"),
    path("intentions/<int:pk>/supprimer/", depot.supprimer, name="supprimer"),
]
