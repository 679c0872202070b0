"""The public figures and their files, for everybody, mounted under /chiffres/."""

from django.urls import path, re_path

from pilotage.views import publics

app_name = "chiffres"
urlpatterns = [
    path("", publics.page, name="page"),
    # entonnoir.csv, entonnoir.json, entonnoir.schema.json
    re_path(r"^(?P<code>[a-z]+)\.(?P<forme>csv|json|schema\.json)$", publics.fichier, name="fichier"),
]
