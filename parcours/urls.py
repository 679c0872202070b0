"""Every address under /parcours/, in one namespace."""

from parcours import urls_employeur, urls_fiche, urls_organisme, urls_pieces, urls_sourcing

app_name = "parcours"
urlpatterns = [
    *urls_sourcing.urlpatterns,
    *urls_organisme.urlpatterns,
    *urls_employeur.urlpatterns,
    *urls_pieces.urlpatterns,
    *urls_fiche.urlpatterns,
]
