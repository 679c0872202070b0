from django.urls import path

from comites.views import comites

app_name = "comites"

urlpatterns = [
    path("", comites.liste, name="liste"),
    path("<int:pk>/", comites.detail, name="detail"),
    path("<int:pk>/agenda.ics", comites.agenda, name="agenda"),
    path("<int:pk>/documents/<int:document>/", comites.document, name="document"),
]
