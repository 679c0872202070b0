from django.apps import AppConfig


class Pilotage(AppConfig):
    name = "pilotage"
    verbose_name = "Pilotage"
