from django.apps import AppConfig


class Heures(AppConfig):
    name = "heures"
    verbose_name = "Heures"
