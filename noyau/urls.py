from django.urls import path

from noyau.views import boite, composants, sante, verifier

app_name = "noyau"
urlpatterns = [
    path("composants/", composants.planche, name="composants"),
    path("demo/boite/", boite.boite, name="boite"),
    path("demo/boite/<int:pk>/", boite.message, name="boite_message"),
    path("demo/boite/<int:pk>/html/", boite.message_html, name="boite_html"),
    path("demo/boite/pieces/<int:pk>/", boite.piece, name="boite_piece"),
    path("verifier/", verifier.verifier, name="verifier"),
    path("verifier/<str:code>/", verifier.document, name="verifier_code"),
    path("sante/", sante.en_vie, name="sante"),
    path("sante/pret/", sante.pret, name="sante_pret"),
]
