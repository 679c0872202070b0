from django.apps import AppConfig


class Comptes(AppConfig):
    name = "comptes"
    verbose_name = "Comptes et accès"
