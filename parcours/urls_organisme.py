"""What a training body declares of its trainees."""

from django.urls import path

from parcours.views import organisme, organisme_actes, organisme_programme, organisme_session

urlpatterns: list = [
    path("sessions/<int:pk>/groupe/", organisme.groupe, name="groupe"),
    path("sessions/<int:pk>/entrees/", organisme_session.entrees, name="entrees"),
    path("sessions/<int:pk>/terminer/", organisme_session.terminer, name="terminer_session"),
    path("<int:pk>/admettre/", organisme_actes.admettre, name="admettre"),
    path("<int:pk>/ecarter/", organisme_actes.ecarter, name="ecarter"),
    path("<int:pk>/sortie/", organisme_actes.sortie, name="sortie"),
    path("<int:pk>/interruption/", organisme_actes.interruption, name="interruption"),
    path("<int:pk>/poste/", organisme_actes.poste, name="poste"),
    path("<int:pk>/remplacer/", organisme_actes.remplacer, name="remplacer"),
    path("<int:pk>/programme/", organisme_programme.programme, name="programme"),
    path("<int:pk>/rectifier/", organisme_programme.rectifier, name="rectifier"),
]
