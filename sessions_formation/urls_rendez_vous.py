"""What employers are invited to, mounted under /employeur/rendez-vous/."""

from django.urls import path

from sessions_formation.views import rendez_vous

app_name = "rendez_vous"
urlpatterns = [
    path("", rendez_vous.liste, name="liste"),
    path("<int:pk>/", rendez_vous.detail, name="detail"),
    path("<int:pk>/rendez-vous.ics", rendez_vous.agenda, name="agenda"),
    path("lien/<str:jeton>/", rendez_vous.lien, name="lien"),
    path("lien/<str:jeton>/rendez-vous.ics", rendez_vous.lien_agenda, name="lien_agenda"),
]
