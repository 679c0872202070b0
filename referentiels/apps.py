from django.apps import AppConfig


class Referentiels(AppConfig):
    name = "referentiels"
    verbose_name = "Référentiels"
