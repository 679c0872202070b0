"""What organisations transmit for employers."""

from django.urls import path

from intentions.views import interface, transmission, transmissions

app_name = "transmissions"
urlpatterns = [
    path("", transmissions.liste, name="liste"),
    path("api/", interface.interface, name="api"),
    path("nouvelle/", transmission.nouvelle, name="nouvelle"),
    path("<int:pk>/", transmissions.detail, name="detail"),
    path("<int:pk>/employeur/", transmission.employeur, name="employeur"),
    path("<int:pk>/relancer/", transmission.relancer, name="relancer"),
    path("<int:pk>/ecrit/", transmission.ecrit, name="ecrit"),
]
