from django.apps import AppConfig


class Parcours(AppConfig):
    name = "parcours"
    verbose_name = "Parcours"
