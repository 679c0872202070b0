from django.apps import AppConfig


class Aides(AppConfig):
    name = "aides"
    verbose_name = "Aides après l’embauche"
