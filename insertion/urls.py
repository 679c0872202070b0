"""Every address under /insertion/, in one namespace."""

from insertion import urls_avis, urls_donnees, urls_embauche, urls_resultats, urls_suivi

app_name = "insertion"
urlpatterns = [
    *urls_suivi.urlpatterns,
    *urls_embauche.urlpatterns,
    *urls_avis.urlpatterns,
    *urls_resultats.urlpatterns,
    *urls_donnees.urlpatterns,
]
