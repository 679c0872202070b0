"""Invoices, under /factures/."""

from django.urls import path

from factures.views import avoir, emetteur, facture, liste, projet, rapprochement

app_name = "factures"
urlpatterns = [
    path("", liste.liste, name="liste"),
    path("emetteur/", emetteur.choisir, name="emetteur"),
    path("emetteur/<int:organisme>/", emetteur.modifier, name="emetteur_de"),
    path("bons/<int:bon>/", rapprochement.rapprochement, name="rapprochement"),
    path("<int:pk>/", facture.facture, name="facture"),
    path("<int:pk>/pdf/", facture.pdf, name="pdf"),
    path("<int:pk>/xml/", facture.xml, name="xml"),
    path("<int:pk>/confirmer/", projet.confirmer_lignes, name="confirmer"),
    path("<int:pk>/lignes/<int:ligne>/contester/", projet.contester_ligne, name="contester"),
    path("<int:pk>/emettre/", projet.emettre_projet, name="emettre"),
    path("<int:pk>/abandonner/", projet.abandonner, name="abandonner"),
    path("<int:pk>/avoir/", avoir.preparer, name="avoir"),
    path("<int:pk>/reprendre/", avoir.reprendre, name="reprendre"),
]
