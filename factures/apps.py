from django.apps import AppConfig


class Factures(AppConfig):
    name = "factures"
    verbose_name = "Factures"
