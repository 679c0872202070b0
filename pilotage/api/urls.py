from django.urls import path

from pilotage.api.simulation import SimulationView

app_name = "pilotage_api"

urlpatterns = [
    path("simulation/<str:nature>/", SimulationView.as_view(), name="simulation"),
]
