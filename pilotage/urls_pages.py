from django.urls import path

from pilotage.views import pages

app_name = "pages"
urlpatterns = [
    path("aide/", pages.aide, name="aide"),
    path("accessibilite/", pages.accessibilite, name="accessibilite"),
    path("donnees-personnelles/", pages.donnees, name="donnees"),
    path("donnees-personnelles/registre/", pages.registre, name="registre"),
    path("mentions-legales/", pages.mentions, name="mentions"),
    path("sources/", pages.sources, name="sources"),
]
