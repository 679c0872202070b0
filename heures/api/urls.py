"""The API of hours."""

from django.urls import path

from heures.api.heures import HeuresView

app_name = "heures_api"
urlpatterns = [path("heures/", HeuresView.as_view(), name="heures")]
