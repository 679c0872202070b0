"""The directory of the training bodies of the scheme, for everybody, mounted under /organismes/."""

from django.urls import path

from pilotage.views import annuaire

urlpatterns = [
    path("", annuaire.liste, name="organismes"),
    path("<int:pk>/", annuaire.detail, name="organisme"),
]
