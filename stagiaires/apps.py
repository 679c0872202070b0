from django.apps import AppConfig


class Stagiaires(AppConfig):
    name = "stagiaires"
    verbose_name = "Stagiaires"
