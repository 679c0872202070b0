"""The partners' addresses of the API. An intention is named by its number, never by an internal id."""

from django.urls import path, register_converter

from intentions.api.abonnements import AbonnementsView, AbonnementView, EnvoisView, RejeuView
from intentions.api.intentions import IntentionsView, IntentionView, RetraitView


class Numero:
    """« IE-2026-00041 »."""

    regex = r"IE-[0-9]{4}-[0-9]{5,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class Identifiant:
    """An id that the database can hold."""

    regex = r"[0-9]{1,9}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(Numero, "numero")
register_converter(Identifiant, "identifiant")

app_name = "intentions_api"
urlpatterns = [
    path("intentions/", IntentionsView.as_view(), name="intentions"),
    path("intentions/<numero:numero>/", IntentionView.as_view(), name="intention"),
    path("intentions/<numero:numero>/retirer/", RetraitView.as_view(), name="retirer"),
    path("abonnements/", AbonnementsView.as_view(), name="abonnements"),
    path("abonnements/<identifiant:identifiant>/", AbonnementView.as_view(), name="abonnement"),
    path("envois/", EnvoisView.as_view(), name="envois"),
    path("envois/<uuid:identifiant>/rejouer/", RejeuView.as_view(), name="rejouer"),
]
