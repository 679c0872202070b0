from django.urls import path

from aides.views import accueil, bilan, demandes, depot, fichiers, messages_aide, redaction

app_name = "aides"
urlpatterns = [
    path("", accueil.accueil, name="accueil"),
    path("demandes/", demandes.liste, name="demandes"),
    path("demandes/nouvelle/", demandes.nouvelle, name="nouvelle"),
    path("demandes/embauche/<int:pk>/", demandes.depuis_embauche, name="depuis_embauche"),
    path("demandes/<int:pk>/", demandes.demande, name="demande"),
    path("demandes/<int:pk>/page/<slug:section>/", redaction.etape, name="etape"),
    path("demandes/<int:pk>/verifier/", depot.verifier, name="verifier"),
    path("demandes/<int:pk>/completer/", depot.completer, name="completer"),
    path("demandes/<int:pk>/supprimer/", depot.supprimer, name="supprimer"),
    path("demandes/<int:pk>/abandonner/", depot.abandonner, name="abandonner"),
    path("demandes/<int:pk>/bilan/", bilan.bilan, name="bilan"),
    path("demandes/<int:pk>/messages/", messages_aide.fil, name="messages"),
    path("demandes/<int:pk>/plan.pdf", fichiers.plan, name="plan"),
    path("pieces/<int:pk>/", fichiers.piece, name="piece"),
    path("documents/<int:pk>/", fichiers.document, name="document"),
]
