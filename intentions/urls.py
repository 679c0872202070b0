from django.urls import path

from intentions.views import (
    actualite,
    confirmation_compte,
    contacts,
    depot,
    interets,
    lecture,
    listes,
    nom_public,
    offre,
    redaction,
    transmissions,
)

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
    path("intentions/<int:pk>/completer/", offre.completer, name="completer"),
    path("intentions/<int:pk>/corriger/", offre.corriger, name="corriger"),
    path("intentions/<int:pk>/dupliquer/", offre.dupliquer, name="dupliquer"),
    path("intentions/<int:pk>/retirer/", depot.retirer, name="retirer"),
    path("intentions/<int:pk>/actualite/", actualite.depuis_le_compte, name="actualite"),
    path("intentions/<int:pk>/nom-public/", nom_public.changer, name="nom_public"),
    path("intentions/<int:pk>/organisme/<int:interet>/", interets.choisir, name="choisir_organisme"),
    path("intentions/<int:pk>/confirmer/", confirmation_compte.confirmer, name="confirmer"),
    path("intentions/<int:pk>/desavouer/", confirmation_compte.desavouer, name="desavouer"),
    path("contacts/<int:employeur>/", contacts.contacts, name="contacts"),
    path("intentions/pieces/<int:pk>/", transmissions.piece, name="piece"),
    path("intentions/<int:pk>/supprimer/", depot.supprimer, name="supprimer"),
]
